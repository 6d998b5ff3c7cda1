#include "segment.h"

#include <utf8proc.h>

uint8_t filon_segment_class[CLASS_TABLE];

struct entry {
    uint32_t code_point;
    uint8_t cc;
};

/* What Unicode's categories do not say, or say otherwise. U+0091 to U+0097 are Windows quotation marks and dashes
 * that a page declared as Latin-1: as such they are common, as controls they do not occur. */
static const struct entry exceptions[] = {
    {'.', C_STOP},     {'!', C_MARK},      {'?', C_MARK},      {',', C_COMMA},   {';', C_SEMI},     {':', C_COLON},     {'(', C_OPEN},
    {')', C_CLOSE},    {'[', C_OPEN},      {']', C_CLOSE},     {'{', C_OPEN},    {'}', C_CLOSE},    {'"', C_QUOTE},     {'/', C_SLASH},
    {'@', C_AT},       {'#', C_HASH},      {'&', C_AMP},       {'+', C_PLUS},    {'_', C_JOIN},     {'-', C_HYPHEN},    {'\'', C_APOS},
    {'`', C_APOS},     {0x91, C_APOS},     {0x92, C_APOS},     {0x93, C_QOPEN},  {0x94, C_QCLOSE},  {0x96, C_DASH},     {0x97, C_DASH},
    {0xa1, C_OPEN},    {0xab, C_QOPEN},    {0xb0, C_DEGREE},   {0xb4, C_APOS},   {0xb7, C_JOIN},    {0xbb, C_QCLOSE},   {0xbf, C_OPEN},
    {0x2bc, C_APOS},   {0x2010, C_HYPHEN}, {0x2011, C_HYPHEN}, {0x2012, C_DASH}, {0x2013, C_DASH},  {0x2014, C_DASH},   {0x2015, C_DASH},
    {0x2018, C_APOS},  {0x2019, C_APOS},   {0x201a, C_QOPEN},  {0x201b, C_APOS}, {0x201c, C_QOPEN}, {0x201d, C_QCLOSE}, {0x201e, C_QOPEN},
    {0x201f, C_QOPEN}, {0x2022, C_JOIN},   {0x2024, C_STOP},   {0x2025, C_DOTS}, {0x2026, C_DOTS},  {0x2027, C_JOIN},   {0x2032, C_APOS},
    {0x2039, C_QOPEN}, {0x203a, C_QCLOSE}, {0x203c, C_MARK},   {0x203d, C_MARK}, {0x2047, C_MARK},  {0x2048, C_MARK},   {0x2049, C_MARK},
    {0x2212, C_DASH},  {0x2e3a, C_DASH},   {0x2e3b, C_DASH},   {0x37e, C_MARK},  {0x2b50, C_EMOJI}, {0x2b55, C_EMOJI},
};

static enum charclass by_category(uint32_t c)
{
    if (filon_is_space(c))
        return C_SPACE;
    if ((c >= 0x2600 && c < 0x27c0) || (c >= 0x1f000 && c < 0x1fb00))
        return c >= 0x1f3fb && c <= 0x1f3ff ? C_EXTEND /* skin tones */
                                            : C_EMOJI;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return C_UPPER;
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return C_LOWER;
    case UTF8PROC_CATEGORY_ND:
        return C_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
        return C_EXTEND;
    case UTF8PROC_CATEGORY_PS:
        return C_OPEN;
    case UTF8PROC_CATEGORY_PE:
        return C_CLOSE;
    case UTF8PROC_CATEGORY_PD:
        return C_DASH;
    default:
        return C_SYMBOL;
    }
}

void filon_segment_classes(void)
{
    for (uint32_t c = 0; c < CLASS_TABLE; c++)
        filon_segment_class[c] = (uint8_t)by_category(c);
    for (size_t i = 0; i < FILON_COUNT(exceptions); i++)
        filon_segment_class[exceptions[i].code_point] = exceptions[i].cc;
}

/* Ideographic and full-width forms of the marks that end sentences; the rest by category. */
enum charclass filon_segment_class_beyond(uint32_t c)
{
    switch (c) {
    case 0x3002:
    case 0xff0e:
    case 0xff61:
        return C_STOP;
    case 0xff01:
    case 0xff1f:
        return C_MARK;
    case 0x3001:
    case 0xff0c:
        return C_COMMA;
    case 0xff1a:
        return C_COLON;
    case 0xff1b:
        return C_SEMI;
    case 0x300c:
    case 0x300e:
        return C_QOPEN;
    case 0x300d:
    case 0x300f:
        return C_QCLOSE;
    default:
        return by_category(c);
    }
}
