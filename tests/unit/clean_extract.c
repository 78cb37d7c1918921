/* The rooms of clean that choose the article: traits and tokens of a block, captions, trees, the whole extraction. */
#include "../../tools/clean/extract.h"
#include "../../tools/clean/extract_choose.h"
#include "../../tools/clean/extract_caption.h"
#include "../../tools/clean/features.h"
#include "../../tools/clean/text_page.h"
#include "../../tools/clean/recurrent.h"
#include "../../tools/clean/trees.h"
#include "buffer.h"
#include "check.h"

static struct traits traits_of(const char *text)
{
    struct traits traits;
    features_traits(slice_of(text), &traits);
    return traits;
}

static void test_traits(void)
{
    struct traits t = traits_of("The minister's plane left at 10:45 on 3 May 2021, he said.");
    CHECK(t.words == 13 && t.stops == 1 && t.commas == 1);
    CHECK(t.capitals == 2 && t.time && t.year && !t.url && !t.at_sign);
    CHECK(t.begins == EDGE_UPPER && t.ends == EDGE_STOP);
    CHECK(traits_of("").words == 0);
    CHECK(traits_of("\"Go\"").words == 1);
    CHECK(traits_of("Seven days...").ends == EDGE_ELLIPSIS);
    CHECK(traits_of("Write to desk@paper.example").at_sign);
    CHECK(traits_of("See https://paper.example/a").url);
    CHECK(traits_of("\xC2\xA9 2020 The Paper").copyright);
}

/* What is written without spaces counts a word for every two characters. */
static void test_scripts(void)
{
    struct traits t = traits_of("\xE5\x8C\x97\xE4\xBA\xAC\xE5\xA4\xA9\xE6\xB0\x94\xE3\x80\x82");
    CHECK(t.cjk == 4 && t.words == 2 && t.stops == 1 && t.ends == EDGE_STOP);
    CHECK(traits_of("\xD0\x92\xD1\x87\xD0\xB5\xD1\x80\xD0\xB0 \xD0\xB2\xD0\xB5\xD1\x87\xD0\xB5\xD1\x80\xD0\xBE\xD0\xBC")
              .words == 2);
    CHECK(traits_of("\xEC\x84\x9C\xEC\x9A\xB8 \xEC\x8B\x9C\xEC\xB2\xAD").words == 2);
    CHECK(traits_of("Stra\xC3\x9F"
                    "e")
              .words == 1);
}

/* Lines that differ in case, quotes and marks only are the same line. */
static void test_repeats(void)
{
    CHECK(traits_of("The Workers' Party").hash == traits_of("the workers\xE2\x80\x99 party.").hash);
    CHECK(traits_of("The Workers' Party").hash != traits_of("The Worker Party").hash);
}

static void test_tokens(void)
{
    struct block_tokens a, b;
    features_tokens(SLICE("Page 12 of 40"), &a);
    features_tokens(SLICE("page 37 of 52"), &b);
    CHECK(a.count == 4 && a.whole == b.whole && a.whole != 0);
    struct buffer text = {0};
    for (int i = 0; i < 5000; i++)
        buffer_text(&text, "word and ");
    features_tokens(buffer_view(&text), &a);
    CHECK(a.count == FEATURES_TOKENS && a.whole == 0);
    buffer_free(&text);
}

static void test_scale(void)
{
    CHECK(features_scale(0) == 0 && features_scale(1) == 4 && features_scale(UINT64_MAX - 1) == 63);
    for (unsigned x = 0; x < 100000; x++)
        CHECK(features_scale(x) <= features_scale(x + 1));
    CHECK(features_share(0, 0) == 0 && features_share(1, 1) == 63 && features_share(1, 2) == 31);
}

static bool is_credit(const char *text)
{
    struct traits t = traits_of(text);
    struct looks looks = features_looks(&t);
    return caption_is_credit(slice_of(text), &looks);
}

static bool has_credit(const char *text)
{
    struct traits t = traits_of(text);
    struct looks looks = features_looks(&t);
    return caption_has_credit(slice_of(text), &looks);
}

static bool is_pointer(const char *text)
{
    struct traits t = traits_of(text);
    struct looks looks = features_looks(&t);
    return caption_is_pointer(slice_of(text), &looks);
}

static void test_captions(void)
{
    CHECK(is_credit("\xC2\xA9 Wire Photo/ Ann Lee"));
    CHECK(is_credit("Photo: Ann Lee"));
    CHECK(!is_credit("Photo editors met in Rome."));
    CHECK(has_credit("The bridge at dawn on Monday. (Photo: Ann Lee)"));
    CHECK(has_credit("Crowds on the square after the vote / Getty Images"));
    CHECK(!has_credit("The bridge at dawn on Monday (the old one)"));
    CHECK(is_pointer("READ MORE: Bridge closed for a year"));
    CHECK(is_pointer(">> Lire aussi : Le pont est ouvert"));
    CHECK(!is_pointer("Read the plan: it costs a million."));
}

static void test_chances(void)
{
    CHECK(trees_chance(0) == 500 && trees_chance(INT32_MAX) == 1000 && trees_chance(INT32_MIN) == 0);
    for (int32_t score = -9000; score < 9000; score++) {
        CHECK(trees_chance(score) <= trees_chance(score + 1));
        CHECK(trees_chance(score) + trees_chance(-score) == 1000);
    }
}

/* A file of trees that is cut, for something else, or asks beyond its bounds is refused. */
static void test_damaged_trees(void)
{
    struct buffer file = {0};
    struct trees trees;
    const char *what;
    buffer_text(&file, "broadsheet-trees: 1\ntask: t\ncolumns: 2\ntrees: 1\nbias: -7\n\n");
    size_t header = file.size;
    for (int i = 0; i < TREES_BYTES; i++)
        buffer_byte(&file, (char)(i < 3 * TREES_DEPTH && i % 3 == 1 ? 128 : 0));
    CHECK(trees_open(&trees, buffer_view(&file), "t", &what) && trees.bias == -7);
    CHECK(!trees_open(&trees, buffer_view(&file), "other", &what));
    CHECK(!trees_open(&trees, slice_part(buffer_view(&file), 0, file.size - 1), "t", &what));
    CHECK(!trees_open(&trees, SLICE("no trees"), "t", &what));
    file.at[header] = 2;
    CHECK(!trees_open(&trees, buffer_view(&file), "t", &what));
    file.at[header] = 0;
    file.at[header + 1] = (char)(128 + TREES_REACH + 1);
    CHECK(!trees_open(&trees, buffer_view(&file), "t", &what));
    file.at[header + 1] = (char)128;
    file.at[header + 2] = TREES_MOST + 1;
    CHECK(!trees_open(&trees, buffer_view(&file), "t", &what));
    file.at[header + 2] = TREES_MOST;
    file.at[header + 3 * TREES_DEPTH + 1] = (TREES_LEAF_MOST + 1) >> 8;
    CHECK(!trees_open(&trees, buffer_view(&file), "t", &what));
    buffer_free(&file);
}

/* A file of a network with one input, the number in column 1, and all weights zero but those that are set after. */
static void write_network(struct buffer *file, const char *more, size_t count)
{
    buffer_clear(file);
    buffer_format(file, "broadsheet-recurrent: 1\ntask: t\ncolumns: 2\ninputs: 1\n%s\n", more);
    buffer_byte(file, 1);
    buffer_byte(file, (char)RECURRENT_NUMBER);
    for (size_t i = 0; i < count * recurrent_size(1) * sizeof(float); i++)
        buffer_byte(file, 0);
}

/* How many networks a file holds is said in its head, and must be what it holds. */
static void test_files_of_networks(void)
{
    struct buffer file = {0};
    struct arena arena = {0};
    struct recurrent network;
    const char *what;
    write_network(&file, "networks: 3\n", 3);
    CHECK(recurrent_open(&network, &arena, buffer_view(&file), "t", &what) && network.count == 3);
    write_network(&file, "networks: 3\n", 2);
    CHECK(!recurrent_open(&network, &arena, buffer_view(&file), "t", &what));
    write_network(&file, "networks: 0\n", 0);
    CHECK(!recurrent_open(&network, &arena, buffer_view(&file), "t", &what));
    write_network(&file, "networks: 9\n", 9);
    CHECK(!recurrent_open(&network, &arena, buffer_view(&file), "t", &what));
    write_network(&file, "", 1);
    memset(file.at + file.size - 2, 0x7F, 2); /* no number */
    CHECK(!recurrent_open(&network, &arena, buffer_view(&file), "t", &what));
    CHECK(strcmp(what, "a weight out of range") == 0);
    buffer_free(&file);
    arena_free(&arena);
}

/* The scores of several networks are averaged. */
static void test_networks_are_averaged(void)
{
    enum { ROWS = 7, NETWORKS = 3 };
    struct arena arena = {0};
    struct sheet sheet;
    struct recurrent_input input = {1, RECURRENT_NUMBER};
    struct recurrent_weights *weights = arena_array(&arena, NETWORKS, sizeof *weights);
    struct recurrent network = {&input, 1, 2, NETWORKS, NULL, NULL};
    int32_t scores[ROWS];
    sheet_make(&sheet, &arena, ROWS, 2);
    for (int k = 0; k < NETWORKS; k++)
        weights[k].out_bias[0] = (float)(k * k); /* 0, 1, 4 */
    CHECK(recurrent_prepare(&network, &arena, weights));
    recurrent_score(&network, &sheet, &arena, scores);
    for (int row = 0; row < ROWS; row++)
        CHECK(scores[row] == 5 * TREES_UNIT / 3);
    arena_free(&arena);
}

/* A file of a network that is cut, for something else, or looks at a column that is not there is refused. */
static void test_damaged_network(void)
{
    struct buffer file = {0};
    struct arena arena = {0};
    struct recurrent network;
    const char *what;
    write_network(&file, "", 1);
    struct slice whole = buffer_view(&file);
    CHECK(recurrent_open(&network, &arena, whole, "t", &what) && network.input_count == 1);
    CHECK(!recurrent_open(&network, &arena, whole, "other", &what));
    CHECK(!recurrent_open(&network, &arena, slice_part(whole, 0, whole.size - 1), "t", &what));
    CHECK(!recurrent_open(&network, &arena, SLICE("no network"), "t", &what));
    CHECK(!recurrent_open(&network, &arena, SLICE("broadsheet-recurrent: 1\ntask: t\ninputs: 4000000000\n\n"), "t",
                          &what));
    file.at[file.size - 2 - recurrent_size(1) * sizeof(float)] = 2;
    CHECK(!recurrent_open(&network, &arena, buffer_view(&file), "t", &what));
    buffer_free(&file);
    arena_free(&arena);
}

/* A row's score hears of what stands before it and behind it, and of nothing else. */
static void test_network_reads_both_ways(void)
{
    enum { ROWS = 40, MIDDLE = 20 };
    struct arena arena = {0};
    struct sheet sheet;
    struct recurrent_input input = {1, RECURRENT_NUMBER};
    struct recurrent_weights *weights = arena_array(&arena, 1, sizeof *weights);
    struct recurrent network = {&input, 1, 2, 1, NULL, NULL};
    int32_t scores[ROWS];
    sheet_make(&sheet, &arena, ROWS, 2);
    sheet_column(&sheet, 1)[MIDDLE] = 1;
    weights->embed[0][0] = 1;
    for (int way = 0; way < 2; way++) {
        weights->ways[way].from_embed[0][2 * RECURRENT_HIDDEN] = 1; /* the first candidate */
        weights->joint[way * RECURRENT_HIDDEN][way] = 1;
    }
    weights->out[0] = 1; /* what came before speaks for, what is to come against */
    weights->out[1] = -1;
    CHECK(recurrent_prepare(&network, &arena, weights));
    recurrent_score(&network, &sheet, &arena, scores);
    CHECK(scores[MIDDLE] == 0 && scores[MIDDLE + 1] > 0 && scores[MIDDLE - 1] == -scores[MIDDLE + 1]);
    for (int i = 1; i < ROWS; i++)
        CHECK(i <= MIDDLE ? scores[i] <= scores[i - 1] || i == MIDDLE : scores[i] >= 0);
    arena_free(&arena);
}

enum { FOREST = 18 };

/* As far apart as leaves may be. */
static int value_of(int leaf)
{
    return (leaf % 2 ? 1 : -1) * (TREES_LEAF_MOST - leaf / 2 * 100);
}

/* Rows one at a time and rows in steps score alike, with questions that reach over the sheet's ends. */
static void test_tree_scores(void)
{
    struct arena arena = {0};
    uint8_t tree[TREES_BYTES] = {0, 128 + 1, 10, 1, 128 - 2, 20, 0, 128, 30, 1, 128, 40, 0, 128 + TREES_REACH, 5};
    for (int leaf = 0; leaf < TREES_LEAVES; leaf++) {
        tree[3 * TREES_DEPTH + 2 * leaf] = (uint8_t)value_of(leaf);
        tree[3 * TREES_DEPTH + 2 * leaf + 1] = (uint8_t)(value_of(leaf) >> 8);
    }
    uint8_t forest[FOREST * TREES_BYTES];
    for (int t = 0; t < FOREST; t++)
        memcpy(forest + t * TREES_BYTES, tree, TREES_BYTES);
    struct sheet sheet;
    sheet_make(&sheet, &arena, 70, 2);
    for (int row = 0; row < 70; row++) {
        sheet_column(&sheet, 0)[row] = (uint8_t)(row * 7 % 64);
        sheet_column(&sheet, 1)[row] = (uint8_t)(row * 13 % 64);
    }
    for (uint32_t count = 0; count <= FOREST; count++) {
        int32_t scores[71] = {[70] = -7}, plain[70];
        trees_score(&(struct trees){forest, count, 2, 1000}, &sheet, scores);
        trees_score_plainly(&(struct trees){forest, count, 2, 1000}, &sheet, plain);
        CHECK(memcmp(scores, plain, sizeof plain) == 0);
        for (int row = 0; row < 70; row++) {
            int leaf = 0;
            for (int d = 0; d < TREES_DEPTH; d++)
                leaf |= (sheet_column(&sheet, tree[3 * d])[row + tree[3 * d + 1] - 128] > tree[3 * d + 2]) << d;
            CHECK(scores[row] == 1000 + (int)count * value_of(leaf));
        }
        CHECK(scores[70] == -7);
    }
    arena_free(&arena);
}

/* Spans cover the text in order, two bytes apart, and every block has its decision. */
static void test_whole(void)
{
    static const char page_text[] =
        "Home\nSport\nContact\n\nRiver bridge reopens after repairs\n\nBy Ann Lee\n\n"
        "The old bridge over the river was opened to traffic again on Monday, four years after it was closed for "
        "repairs that cost far more than the city had planned.\n\n"
        "The mayor said that the work had taken longer than anybody wished, but that the bridge would now stand for "
        "another century.\n\n"
        "Shopkeepers on both banks welcomed the news, and several said that they had lost half of their customers "
        "while the bridge was shut.\n\n"
        "Related stories\nLeave a comment\nPrivacy policy\n\xC2\xA9 2021 The River Post\n";
    struct arena arena = {0};
    struct page page;
    struct article article;
    const char *what = NULL;
    CHECK(extract_start(&what));
    text_read(&page, &arena, slice_of(page_text));
    extract_article(&page, &(struct extract_options){.title = SLICE("River bridge reopens after repairs")}, &article);
    CHECK(article.span_count >= 3);
    size_t end = 0;
    for (size_t i = 0; i < article.span_count; i++) {
        CHECK(article.spans[i].start == (i ? end + 2 : 0) && article.spans[i].end > article.spans[i].start);
        end = article.spans[i].end;
    }
    CHECK(end == article.text.size);
    for (size_t i = 0; i < page.block_count; i++)
        CHECK(article.decisions[i].rule != NULL && article.decisions[i].score >= 0);
    CHECK(article.decisions[0].label == LABEL_DROP);
    CHECK(article.decisions[page.block_count - 1].label == LABEL_DROP);
    arena_free(&arena);
}

/* A choice made again for another title is the one that a first choice would have been. */
static void test_again(void)
{
    static const char page_text[] =
        "River bridge reopens after repairs\n\n"
        "The old bridge over the river was opened to traffic again on Monday, four years after it was closed for "
        "repairs that cost far more than the city had planned.\n\n"
        "The mayor said that the work had taken longer than anybody wished, but that the bridge would now stand.\n";
    struct extract_options titled = {.title = SLICE("River bridge reopens after repairs")};
    struct arena arena = {0};
    struct page page;
    struct article again, fresh;
    text_read(&page, &arena, slice_of(page_text));
    extract_article(&page, &(struct extract_options){.title = SLICE("Bridge")}, &again);
    extract_again(&titled, &again);
    extract_article(&page, &titled, &fresh);
    CHECK(slice_equal(again.text, fresh.text) && again.threshold == fresh.threshold);
    CHECK(again.decisions[0].label != LABEL_BODY && again.decisions[0].label != LABEL_HEADING);
    for (size_t i = 0; i < page.block_count; i++)
        CHECK(again.decisions[i].label == fresh.decisions[i].label &&
              again.decisions[i].score == fresh.decisions[i].score);
    arena_free(&arena);
}

/* A line that ends with the title, behind a trail of a few words, is the title again; a paragraph that does is none. */
static void test_trail(void)
{
    static const char page_text[] =
        "Home Counties River bridge reopens after repairs\n\n"
        "The old bridge over the river was opened to traffic again on Monday, four years after it was closed for "
        "repairs that cost far more than the city had planned.\n\n"
        "The mayor said that the work had taken longer than anybody wished, and that what she had most wanted to read "
        "in any newspaper was the line River bridge reopens after repairs\n";
    struct extract_options titled = {.title = SLICE("River bridge reopens after repairs"), .favor = FAVOR_RECALL};
    struct arena arena = {0};
    struct page page;
    struct article article;
    text_read(&page, &arena, slice_of(page_text));
    extract_article(&page, &titled, &article);
    CHECK(article.decisions[0].label == LABEL_TITLE);
    CHECK(article.decisions[1].label == LABEL_BODY && article.decisions[2].label == LABEL_BODY);
    arena_free(&arena);
}

/* Where no block is likely, paragraphs alone are article; where all are unlikely, there is none. */
static void test_unsure(void)
{
    static const char page_text[] =
        "Archive\nBudget\nFerries\nHarbour\n\n"
        "The harbour office will open an hour earlier from May on, since the first ferry to the islands now leaves at "
        "six in the morning, and tickets are sold there alone. Those who bring a bicycle pay half of the fare, and "
        "those "
        "who bring a car should ask two days before they travel.\n\n"
        "Schools\nTourism\n";
    static const uint16_t likely[] = {240, 20, 230, 220, 200, 210, 30};
    struct extract_options options = {0};
    struct arena arena = {0};
    struct page page;
    struct scan scan;
    struct article article;
    uint16_t chances[sizeof likely / sizeof *likely];
    memcpy(chances, likely, sizeof likely);
    text_read(&page, &arena, slice_of(page_text));
    features_scan(&page, &scan);
    CHECK(page.block_count == sizeof likely / sizeof *likely);
    extract_choose(&scan, chances, &options, &article);
    CHECK(slice_equal(article.text, page.blocks[4].text) && article.decisions[0].score == 240);
    for (size_t i = 0; i < page.block_count; i++)
        chances[i] /= 10;
    extract_choose(&scan, chances, &options, &article);
    CHECK(article.text.size == 0);
    arena_free(&arena);
}

/* A page without blocks gives an empty text, not an absent one. */
static void test_empty(void)
{
    struct arena arena = {0};
    struct page page;
    struct article article;
    text_read(&page, &arena, SLICE("\n \n"));
    extract_article(&page, &(struct extract_options){0}, &article);
    CHECK(article.text.at != NULL && article.text.size == 0 && article.span_count == 0);
    arena_free(&arena);
}

int main(void)
{
    test_traits();
    test_scripts();
    test_repeats();
    test_tokens();
    test_scale();
    test_captions();
    test_chances();
    test_damaged_trees();
    test_damaged_network();
    test_files_of_networks();
    test_networks_are_averaged();
    test_network_reads_both_ways();
    test_tree_scores();
    test_whole();
    test_again();
    test_trail();
    test_unsure();
    test_empty();
    return check_done();
}
