/* events_who: who a noun group means. Private to tag's events. */
#ifndef BROADSHEET_TAG_EVENTS_WHO_H
#define BROADSHEET_TAG_EVENTS_WHO_H

#include "events_scene.h"

/* How sure a party is that is not named itself. */
#define BY_AGENT 0.95f
#define BY_OWNER 0.8f
#define BY_PRONOUN 0.87f
#define BY_DOCUMENT 0.85f
#define AS_WRITTEN 0.7f
#define NAMES_BACK 64 /* names of the sentence looked back over */
#define PAIR_AGE 1    /* sentences that "their" reaches back */

/* events_named.c: what a noun group names. */

/* Adds a party unless it has no name or stands there already. */
void party_add(struct parties *parties, struct party party);
/* The party that an entity is by itself. A nationality is its country; a place whose country is known stands for it,
 * as a capital does. */
struct party party_of_entity(const struct scene *scene, uint32_t index, int unit, float confidence);
/* Persons, bodies, countries and nationalities act; a place only where its country is known. */
bool party_can_act(const struct entity *entity);
/* Who acts, and any place but water, whose country is not known. */
bool party_can_be_aimed_at(const struct scene *scene, const struct entity *entity);
/* "the European country": one of the region's countries, and not the region. */
bool named_only_region(const struct scene *scene, const struct entity *entity, unsigned roles);
/* Entities of a noun group with all their tokens in [first, last). */
bool named_within(const struct scene *scene, const struct entity *entity, uint32_t first, uint32_t last);
/* The noun group begins with "the". */
bool named_article(const struct scene *scene, int at);
/* With "the", without any article, or several. */
bool named_definitely(const struct scene *scene, int at);
/* Somebody who can act is named in the noun group. */
bool named_somebody(const struct scene *scene, int at);
/* The head of the noun group is one of `words`, which end with NULL. */
bool named_one_of(const struct scene *scene, int at, const char *const words[]);
/* The entity that covers a token of the unit; NOBODY if none does. */
int named_covering(const struct scene *scene, const struct unit *unit, uint32_t token);
/* The last person, an entity, named in a noun group behind its owner; NOBODY if there is none. */
int named_last_person(const struct scene *scene, const struct unit *unit);
/* Adds the noun group itself. */
void party_add_as_written(const struct scene *scene, int at, float confidence, struct parties *parties);
/* A body is named in the noun group: "Hamas militants". */
bool named_body(const struct scene *scene, int at);
/* The head of the unit is the name of a place or country. */
bool named_place(const struct scene *scene, int at);
/* Some country or nationality stands in the noun group: "the Iraqi Maliki government". */
bool named_nation(const struct scene *scene, int at);
/* The noun group begins with a person's name. */
bool named_person_first(const struct scene *scene, int at);
/* A person is named in the noun group. */
bool named_person(const struct scene *scene, int at);
/* The head of the noun group is the name of a body. */
bool named_org(const struct scene *scene, int at);

/* events_party.c: who one noun group means. */

/* Adds those whom the noun group means, without what is joined to it. */
void party_one(const struct scene *scene, int at, enum party_role role, struct parties *parties);
/* "governor of the Central Bank Anna Lund", "envoy to the Gulf Ambassador Lund": the person, an entity, behind the
 * phrase of the title at `at`; NOBODY if it names none. */
int party_holder_in_phrase(const struct scene *scene, int at);
/* "of Chad", "to Mali", "for Peru": a phrase begins at unit `at` that says what office it is. */
bool party_takes_office_phrase(const struct scene *scene, int at);

/* events_recall.c: whom it means without a name, by what the document has told so far. */

/* Adds the remembered person whom a title at the head of unit `at`, or of its possessor, means. */
bool recall_holder(const struct scene *scene, int at, uint16_t title, uint32_t first_token, uint32_t title_token,
                   struct slice country, struct parties *parties);
/* Adds the remembered holder of the office that a noun group in the singular names; whether there is one. */
bool recall_office(const struct scene *scene, int at, struct slice country, struct parties *parties);
/* "In Spain, police arrested": the country of the phrase that opens the sentence. */
struct party recall_opening(const struct scene *scene, int at);
/* The country that "the government" or "the army" is of when nothing says so: the one that the document has mostly
 * spoken of so far, at least half of the time and twice as often as any other, or the one last named with the word. */
struct party recall_nation(const struct scene *scene, int at);
/* "the country": the first that the sentence names before, else that one. */
struct party recall_country(const struct scene *scene, int at);
/* The same for "prosecutors" and for who has arrested somebody, of whom a sentence that names a country once says
 * nothing: "police arrested a Norwegian". */
struct party recall_home(const struct scene *scene, int at);
/* The two who acted together last. */
void recall_last_pair(const struct scene *scene, int at, struct parties *parties);
/* "the two countries", "both sides": the two named last. */
void recall_pair(const struct scene *scene, int at, struct parties *parties);
/* "the two countries", "the two leaders" */
bool recall_is_pair(const struct scene *scene, int at);
/* Countries from `first` on whose office the noun group at `at` names give way to the persons who hold it. */
void recall_holders(const struct scene *scene, int at, size_t first, struct parties *parties);
/* "the ministry": the body named last before that has this word in its name; without a name if there is none. */
struct party recall_body_called(const struct scene *scene, int at);
/* "was questioned by the Directorate, with the agency": the only body that the sentence names before; else NOBODY. */
int recall_body_before(const struct scene *scene, int at);
/* "the group": the body that acted last, or the one that the document has mostly spoken of lately; NULL if it has not
 * spoken of one. */
const struct party *recall_last_body(const struct memory_of_document *memory);
/* The document has named the country; what somebody holds an office of may be a body. */
bool recall_is_nation(const struct memory_of_document *memory, struct slice name);
/* "the group", to which something is done: the body that an earlier sentence has named last; NULL if none has. */
const struct party *recall_body_named_last(const struct scene *scene, int at);
/* "the militia": a body that the document has named. */
bool recall_means_body(const struct scene *scene, int at);

/* events_pronoun.c: whom a pronoun means. */

/* Adds whom a pronoun, or "His Majesty", means. */
void pronoun_add(const struct scene *scene, int at, enum party_role role, struct parties *parties);
/* "We reject the plan," the minister said: whoever says what stands at `at`, behind the quotation. */
void pronoun_speaker(const struct scene *scene, int at, struct parties *parties);
/* "The charge against Lund was that he": the only person whom the sentence names before `at`; else who acted last. Who
 * is spoken of inside a quotation is not the one who speaks behind it. */
struct party pronoun_person(const struct scene *scene, int at);

/* events_crowd.c: many who have no name. */

/* "licensed companies", "twelve banks": somebody, whoever they are, unlike "sections" and "networks". */
bool crowd_is_firms(const struct scene *scene, int at);
/* "Chinese companies": what they do, their country does not do. */
bool crowd_is_private(const struct scene *scene, int at);
/* "aid groups", "parties" */
bool crowd_is_groups(const struct scene *scene, int at);
/* "a delegation led by Anna Lund" or "by Peru's minister": the noun group that names who it is, where nothing says
 * whose delegation it is; else NOBODY. */
int crowd_leader(const struct scene *scene, int at);
/* "a group of people", "a gang of men" */
bool crowd_of_people(const struct scene *scene, int at);
/* "Thousands" or "tens of thousands", without a word for who they are. */
bool crowd_is_counted(const struct scene *scene, int at);
/* Adds the group and its members, or a number of people, as written. */
void crowd_add(const struct scene *scene, int at, struct parties *parties);

/* events_owner.c: whose something is. */

/* The lexeme of the word before the 's of a possessor, or 0. */
uint16_t owner_head(const struct scene *scene, const struct unit *unit);
/* A phrase with of, in or from begins at unit `at`. */
bool owner_phrase_follows(const struct scene *scene, int at);
/* Nations or bodies that an agent noun belongs to: "Russian and Chinese officials", "UN envoy". */
bool owner_add(const struct scene *scene, int at, struct parties *parties);
/* The owner, person or nation, somewhere in a noun group whose head is a thing: "Israel's proposal". */
void owner_add_of_thing(const struct scene *scene, int at, struct parties *parties);
/* The unit behind the list of countries that begins at `at`: "of Russia and North Korea". */
int owner_list_end(const struct scene *scene, int at);
/* "the government of Sudan", "the leaders of Russia and China": those whom the phrase behind an agent noun names. */
void owner_add_phrase(const struct scene *scene, int at, struct parties *parties);

#endif
