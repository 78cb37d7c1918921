#include "land_money.h"

#include <stdio.h>

#include "lower.h"

/* Which states pay with a currency of one name: ISO 4217. */
static const struct tender {
    const char *unit, *land, *code;
} tenders[] = {{"rupee", "India", "INR"},
               {"rupee", "Pakistan", "PKR"},
               {"rupee", "Sri Lanka", "LKR"},
               {"rupee", "Nepal", "NPR"},
               {"rupee", "Mauritius", "MUR"},
               {"rupee", "Seychelles", "SCR"},
               {"peso", "Mexico", "MXN"},
               {"peso", "Argentina", "ARS"},
               {"peso", "Chile", "CLP"},
               {"peso", "Colombia", "COP"},
               {"peso", "Cuba", "CUP"},
               {"peso", "Uruguay", "UYU"},
               {"peso", "Dominican Republic", "DOP"},
               {"peso", "Philippines", "PHP"},
               {"dinar", "Kuwait", "KWD"},
               {"dinar", "Iraq", "IQD"},
               {"dinar", "Jordan", "JOD"},
               {"dinar", "Serbia", "RSD"},
               {"dinar", "Tunisia", "TND"},
               {"dinar", "Algeria", "DZD"},
               {"dinar", "Libya", "LYD"},
               {"dinar", "Bahrain", "BHD"},
               {"riyal", "Saudi Arabia", "SAR"},
               {"riyal", "Qatar", "QAR"},
               {"rial", "Iran", "IRR"},
               {"rial", "Oman", "OMR"},
               {"rial", "Yemen", "YER"},
               {"riyal", "Yemen", "YER"},
               {"dirham", "United Arab Emirates", "AED"},
               {"dirham", "Morocco", "MAD"},
               {"shilling", "Kenya", "KES"},
               {"shilling", "Uganda", "UGX"},
               {"shilling", "Tanzania", "TZS"},
               {"shilling", "Somalia", "SOS"},
               {"kwacha", "Zambia", "ZMW"},
               {"kwacha", "Malawi", "MWK"},
               {"manat", "Azerbaijan", "AZN"},
               {"manat", "Turkmenistan", "TMT"},
               {"lei", "Romania", "RON"},
               {"lei", "Moldova", "MDL"},
               {"kron", "Sweden", "SEK"},
               {"kron", "Norway", "NOK"},
               {"kron", "Denmark", "DKK"},
               {"kron", "Iceland", "ISK"},
               {"franc", "Switzerland", "CHF"},
               {"franc", "Rwanda", "RWF"},
               {"franc", "Burundi", "BIF"},
               {"franc", "Guinea", "GNF"},
               {"franc", "Djibouti", "DJF"},
               {"franc", "Comoros", "KMF"}};

#define TENDERS (sizeof tenders / sizeof tenders[0])

static void count_lands(const struct document *document, uint32_t *counts)
{
    for (size_t i = 0; i < document->sentence_count; i++)
        for (size_t k = 0; k < document->sentences[i].entity_count; k++) {
            struct slice land = document->sentences[i].entities[k].country;
            for (size_t t = 0; t < TENDERS && land.at; t++)
                counts[t] += slice_is(land, tenders[t].land);
        }
}

/* The unit that an amount leaves open: what its value ends with, or the rupee of "Rs"; NULL if it is clear. */
static const char *open_unit(const struct sentence *sentence, const struct entity *entity)
{
    struct slice text = entity_text(sentence, entity), value = entity->value;
    size_t start = value.size;
    while (start > 0 && value.at[start - 1] != ' ')
        start--;
    struct word unit = lower_of(slice_part(value, start, value.size));
    if (text.size > 2 && memcmp(text.at, "Rs", 2) == 0)
        return "rupee";
    for (size_t t = 0; t < TENDERS; t++)
        if (starts(&unit, tenders[t].unit))
            return tenders[t].unit;
    return NULL;
}

static const char *code_of(const uint32_t *counts, const char *unit)
{
    uint32_t most = 0;
    const char *code = NULL;
    for (size_t t = 0; t < TENDERS; t++)
        if (strcmp(tenders[t].unit, unit) == 0 && counts[t] > most) {
            most = counts[t];
            code = tenders[t].code;
        }
    return code;
}

static void settle(struct arena *arena, struct entity *entity, const char *code)
{
    char value[96];
    size_t number = 0;
    while (number < entity->value.size && entity->value.at[number] != ' ')
        number++;
    int size = snprintf(value, sizeof value, "%.*s %s", (int)number, entity->value.at, code);
    if (size <= 0 || (size_t)size >= sizeof value)
        return;
    entity->value = (struct slice){arena_copy(arena, (struct slice){value, (size_t)size}), (size_t)size};
    entity->name = entity->value;
}

void land_money_document(struct document *document)
{
    uint32_t counts[TENDERS] = {0};
    bool counted = false;
    for (size_t i = 0; i < document->sentence_count; i++)
        for (size_t k = 0; k < document->sentences[i].entity_count; k++) {
            struct sentence *sentence = &document->sentences[i];
            struct entity *entity = &sentence->entities[k];
            const char *unit = entity->type == ENTITY_MONEY && entity->value.at ? open_unit(sentence, entity) : NULL;
            if (!unit)
                continue;
            if (!counted)
                count_lands(document, counts);
            counted = true;
            const char *code = code_of(counts, unit);
            if (code)
                settle(document->arena, entity, code);
        }
}
