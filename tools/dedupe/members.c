#include "members.h"

bool members_parse(struct members *members, struct slice list)
{
    struct slice path, rest = list, part;
    members->count = 0;
    while (slice_field(&list, ',', &path)) {
        if (path.size == 0 || members->count == MEMBERS_MOST)
            return false;
        for (struct slice parts = path; slice_field(&parts, '.', &part);)
            if (part.size == 0)
                return false;
        members->paths[members->count++] = path;
    }
    return rest.size > 0;
}

static struct slice member_of_object(struct slice object, struct slice name)
{
    struct value_walk walk;
    struct slice key, value, found = {NULL, 0};
    if (!value_enter(&walk, object) || !walk.object)
        return found;
    while (value_next(&walk, &key, &value))
        if (value_key_is(key, name))
            found = value;
    return found;
}

static struct slice value_at(const struct record *record, struct slice path)
{
    const struct member *whole = record_find(record, path);
    if (whole)
        return whole->value;
    struct slice name;
    slice_field(&path, '.', &name);
    const struct member *member = record_find(record, name);
    struct slice value = member ? member->value : (struct slice){NULL, 0};
    while (value.at && slice_field(&path, '.', &name))
        value = member_of_object(value, name);
    return value;
}

bool members_append(const struct members *members, const struct record *record, struct buffer *out)
{
    for (size_t i = 0; i < members->count; i++) {
        struct slice value = value_at(record, members->paths[i]);
        if (!value.at || value_type(value) == VALUE_NULL)
            return false;
        bool string = value_type(value) == VALUE_STRING;
        buffer_add(out, string ? "\"" : " ", 1);
        size_t size_at = out->size;
        buffer_add(out, "        ", 8);
        if (string)
            value_string_append(out, value);
        else
            buffer_slice(out, value);
        uint64_t size = out->size - size_at - 8;
        memcpy(out->at + size_at, &size, 8);
    }
    return true;
}
