#include "currency.h"

#include "lower.h"

/* Signs and letters, each the whole of what stands before or behind the number. */
static const struct currency {
    const char *name, *code;
} currency_signs[] = {
    {"$", "USD"},    {"us$", "USD"},  {"a$", "AUD"},   {"aus$", "AUD"}, {"c$", "CAD"},   {"can$", "CAD"},
    {"cdn$", "CAD"}, {"nz$", "NZD"},  {"hk$", "HKD"},  {"nt$", "TWD"},  {"s$", "SGD"},   {"r$", "BRL"},
    {"tt$", "TTD"},  {"ec$", "XCD"},  {"bz$", "BZD"},  {"gy$", "GYD"},  {"g$", "GYD"},   {"fj$", "FJD"},
    {"si$", "SBD"},  {"j$", "JMD"},   {"n$", "NAD"},   {"l$", "LRD"},   {"t$", "TOP"},   {"bds$", "BBD"},
    {"€", "EUR"},    {"£", "GBP"},    {"₹", "INR"},    {"₽", "RUB"},  {"₩", "KRW"},    {"₪", "ILS"},
    {"₺", "TRY"},    {"₴", "UAH"},    {"₱", "PHP"},    {"₵", "GHS"},    {"gh₵", "GHS"},  {"gh¢", "GHS"},
    {"₦", "NGN"},    {"₡", "CRC"},    {"₲", "PYG"},    {"₫", "VND"},    {"₭", "LAK"},    {"₮", "MNT"},
    {"₾", "GEL"},  {"֏", "AMD"},    {"₼", "AZN"},  {"฿", "THB"},    {"₸", "KZT"},    {"rmb", "CNY"},
    {"rs", "INR"},   {"rs.", "INR"},  {"tk", "BDT"},   {"rm", "MYR"},   {"sr", "SAR"},   {"dh", "AED"},
    {"dhs", "AED"},  {"qr", "QAR"},   {"kd", "KWD"},   {"ro", "OMR"},   {"bd", "BHD"},   {"jd", "JOD"},
    {"le", "EGP"},   {"nu.", "BTN"},  {"s/", "PEN"},   {"n", "NGN"},    {"r", "ZAR"},    {"k", NULL},
    {"ksh", "KES"},  {"ush", "UGX"},  {"tsh", "TZS"},  {"rp", "IDR"},   {"mt", "MZN"},   {"kz", "AOA"},
    {"vt", "VUV"},   {"ll", "LBP"},   {"q", "GTQ"},    {"won", "KRW"},  {"yen", "JPY"},  {"baht", "THB"},
    {"dong", "VND"}, {"rand", "ZAR"}, {"taka", "BDT"}, {"kina", "PGK"}, {"vatu", "VUV"}, {"birr", "ETB"},
    {"pula", "BWP"}, {"kip", "LAK"},  {"lari", "GEL"}, {"euro", "EUR"}, {"cedi", "GHS"}, {"kyat", "MMK"},
    {"riel", "KHR"}};

/* Names of which one word or two say the state; the longer before the shorter that it holds. */
static const struct currency currency_names[] = {{"hong kong dollar", "HKD"},
                                                 {"new zealand dollar", "NZD"},
                                                 {"australian dollar", "AUD"},
                                                 {"canadian dollar", "CAD"},
                                                 {"singapore dollar", "SGD"},
                                                 {"taiwan dollar", "TWD"},
                                                 {"jamaican dollar", "JMD"},
                                                 {"fijian dollar", "FJD"},
                                                 {"namibian dollar", "NAD"},
                                                 {"zimbabwe dollar", "ZWL"},
                                                 {"guyanese dollar", "GYD"},
                                                 {"liberian dollar", "LRD"},
                                                 {"dollar", "USD"},
                                                 {"euro", "EUR"},
                                                 {"egyptian pound", "EGP"},
                                                 {"syrian pound", "SYP"},
                                                 {"lebanese pound", "LBP"},
                                                 {"sudanese pound", "SDG"},
                                                 {"sterling", "GBP"},
                                                 {"pound", "GBP"},
                                                 {"yuan", "CNY"},
                                                 {"renminbi", "CNY"},
                                                 {"swiss franc", "CHF"},
                                                 {"congolese franc", "CDF"},
                                                 {"rwandan franc", "RWF"},
                                                 {"burundian franc", "BIF"},
                                                 {"guinean franc", "GNF"},
                                                 {"belarusian ruble", "BYN"},
                                                 {"belarusian rouble", "BYN"},
                                                 {"ruble", "RUB"},
                                                 {"rouble", "RUB"},
                                                 {"indian rupee", "INR"},
                                                 {"pakistani rupee", "PKR"},
                                                 {"lankan rupee", "LKR"},
                                                 {"nepali rupee", "NPR"},
                                                 {"nepalese rupee", "NPR"},
                                                 {"mauritian rupee", "MUR"},
                                                 {"rupiah", "IDR"},
                                                 {"ringgit", "MYR"},
                                                 {"naira", "NGN"},
                                                 {"shekel", "ILS"},
                                                 {"zloty", "PLN"},
                                                 {"forint", "HUF"},
                                                 {"hryvnia", "UAH"},
                                                 {"tenge", "KZT"},
                                                 {"reais", "BRL"},
                                                 {"swedish kron", "SEK"},
                                                 {"norwegian kron", "NOK"},
                                                 {"danish kron", "DKK"},
                                                 {"kronor", "SEK"},
                                                 {"lira", "TRY"},
                                                 {"kuwaiti dinar", "KWD"},
                                                 {"iraqi dinar", "IQD"},
                                                 {"jordanian dinar", "JOD"},
                                                 {"serbian dinar", "RSD"},
                                                 {"tunisian dinar", "TND"},
                                                 {"algerian dinar", "DZD"},
                                                 {"libyan dinar", "LYD"},
                                                 {"bahraini dinar", "BHD"},
                                                 {"saudi riyal", "SAR"},
                                                 {"qatari riyal", "QAR"},
                                                 {"iranian rial", "IRR"},
                                                 {"omani rial", "OMR"},
                                                 {"yemeni rial", "YER"},
                                                 {"emirati dirham", "AED"},
                                                 {"uae dirham", "AED"},
                                                 {"moroccan dirham", "MAD"},
                                                 {"mexican peso", "MXN"},
                                                 {"philippine peso", "PHP"},
                                                 {"argentine peso", "ARS"},
                                                 {"colombian peso", "COP"},
                                                 {"chilean peso", "CLP"},
                                                 {"cuban peso", "CUP"},
                                                 {"uruguayan peso", "UYU"},
                                                 {"dominican peso", "DOP"},
                                                 {"kenyan shilling", "KES"},
                                                 {"kenya shilling", "KES"},
                                                 {"ugandan shilling", "UGX"},
                                                 {"uganda shilling", "UGX"},
                                                 {"tanzanian shilling", "TZS"},
                                                 {"somali shilling", "SOS"},
                                                 {"zambian kwacha", "ZMW"},
                                                 {"malawian kwacha", "MWK"},
                                                 {"metica", "MZN"},
                                                 {"kwanza", "AOA"},
                                                 {"dalasi", "GMD"},
                                                 {"leones", "SLE"},
                                                 {"ariary", "MGA"},
                                                 {"gourde", "HTG"},
                                                 {"balboa", "PAB"},
                                                 {"boliviano", "BOB"},
                                                 {"bolivar", "VES"},
                                                 {"guaran", "PYG"},
                                                 {"quetzal", "GTQ"},
                                                 {"lempira", "HNL"},
                                                 {"tugrik", "MNT"},
                                                 {"togrog", "MNT"},
                                                 {"somoni", "TJS"},
                                                 {"azerbaijani manat", "AZN"},
                                                 {"turkmen manat", "TMT"},
                                                 {"rufiyaa", "MVR"},
                                                 {"ngultrum", "BTN"},
                                                 {"afghani", "AFN"},
                                                 {"czech koruna", "CZK"},
                                                 {"romanian lei", "RON"},
                                                 {"moldovan lei", "MDL"},
                                                 {"denar", "MKD"},
                                                 {"pataca", "MOP"},
                                                 {"south korean won", "KRW"},
                                                 {"north korean won", "KPW"},
                                                 {"thai baht", "THB"},
                                                 {"japanese yen", "JPY"},
                                                 {"cedi", "GHS"},
                                                 {"kyat", "MMK"},
                                                 {"riel", "KHR"},
                                                 {"rand", "ZAR"}};

/* Is this the sign, perhaps with a space in it: "US $"? */
static bool is_sign(const char *at, const char *sign)
{
    for (; *sign; at++, sign++) {
        while (*at == ' ')
            at++;
        if (*at != *sign)
            return false;
    }
    return *at == '\0';
}

const char *currency_code(struct slice name)
{
    struct word word = lower_of(name);
    for (size_t i = 0; i < sizeof currency_signs / sizeof currency_signs[0]; i++)
        if (is_sign(word.at, currency_signs[i].name))
            return currency_signs[i].code;
    for (size_t i = 0; i < sizeof currency_names / sizeof currency_names[0] && name.size > 3; i++)
        if (has(&word, currency_names[i].name))
            return currency_names[i].code;
    return NULL;
}
