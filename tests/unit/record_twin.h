/* record_twin: the record scan and the value walk as they are built without vector instructions, under names of their
 * own, so that a test can hold them against the ones that the tools use. Include after record.h, once. */
#ifndef BROADSHEET_RECORD_TWIN_H
#define BROADSHEET_RECORD_TWIN_H

#include "record.h"

void plain_record_free(struct record *record);
bool plain_member_string(const struct member *member, struct arena *arena, struct slice *text);
bool plain_value_key_is(struct slice raw_key, struct slice name);

#define BROADSHEET_PLAIN
#define record_scan plain_record_scan
#define record_free plain_record_free
#define record_make_room plain_record_make_room
#define record_find plain_record_find
#define record_object plain_record_object
#define record_string plain_record_string
#define member_string plain_member_string
#define record_end plain_record_end
#define record_write plain_record_write
#define record_end plain_record_end
#include "../../common/record.c"
#undef record_scan
#undef record_free
#undef record_make_room
#undef record_find
#undef record_object
#undef record_string
#undef member_string
#undef record_end
#undef record_write
#undef record_end

#undef BLOCK
#define skip_space plain_skip_space
#define value_type_of_byte plain_value_type_of_byte
#define value_of_hex_digit plain_value_of_hex_digit
#define value_escape plain_value_escape
#define value_string plain_value_string
#define value_string_append plain_value_string_append
#define value_enter plain_value_enter
#define value_next plain_value_next
#define value_step plain_value_step
#define value_peek plain_value_peek
#define value_leave plain_value_leave
#define value_member plain_value_member
#define value_key_is plain_value_key_is
#define value_integer plain_value_integer
#define value_double plain_value_double
#include "../../common/value.c"
#undef skip_space
#undef value_type_of_byte
#undef value_of_hex_digit
#undef value_escape
#undef value_string
#undef value_string_append
#undef value_enter
#undef value_next
#undef value_step
#undef value_peek
#undef value_leave
#undef value_member
#undef value_key_is
#undef value_integer
#undef value_double
#undef BLOCK
#undef BROADSHEET_PLAIN

#endif
