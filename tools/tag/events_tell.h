/* events_tell: from a trigger to its events. Private to tag's events. */
#ifndef BROADSHEET_TAG_EVENTS_TELL_H
#define BROADSHEET_TAG_EVENTS_TELL_H

#include "events_scene.h"

struct draft {
    struct event event;
    struct party doer;
    const struct frame *frame;
    const char *why;
    int trigger;
    bool dropped;
};

struct drafts {
    struct draft *at;
    size_t count, capacity;
};

/* What a trigger tells, before it is one event for each actor and target. */
struct telling {
    const struct frame *frame;
    int trigger, support;
    const struct arguments *arguments;
    struct parties actors, targets;
    struct mood mood;
    float confidence;
    bool mutual;  /* to each other */
    bool guessed; /* nothing says who acts: the country that the document is about */
};

/* events_fit.c: whether a frame fits: its guards against what stands around a trigger. */

/* The noun group is the name of an event: "the Hanoi Summit". */
bool fit_named_event(const struct scene *scene, int at);
/* The token that says what a named event is: "Forum" in "the Norway-Chad Forum in Lima". */
uint32_t fit_head_token(const struct scene *scene, const struct unit *unit);
/* The lexeme of a noun group's head, also when the head is a name ("the United Nations summit"). */
uint16_t fit_head_lexeme(const struct scene *scene, int at);
/* The last place or country named in a noun group; NULL if none is. */
const struct entity *fit_place_in(const struct scene *scene, int at);
/* The frame asks for its object: "sign" an agreement. */
bool fit_asks_object(const struct scene *scene, const struct frame *frame);
/* True if all of a frame's guards hold for the trigger and its object. */
bool fit_frame(const struct scene *scene, const struct frame *frame, int trigger, int object,
               const struct arguments *arguments);

/* events_role.c: who fills a frame's roles. */

/* The slots, which end with SLOT_NONE, have `slot`. */
bool role_has_slot(const uint16_t *slots, uint16_t slot);
/* Some sense of the noun that heads a noun group is of this class. */
bool role_names_code(const struct scene *scene, int at, struct slice code);
/* Remembers who did what, for "condemned the executions", and to whom; `target` may be NULL. */
void role_keep_deed(const struct scene *scene, int trigger, struct slice code, const struct party *actor,
                    const struct party *target);
/* What is done by those who have power over somebody: arrest, charge, release, suspend. */
bool role_of_captor(struct slice code);
/* "Lund was later released": adds the body or country that has arrested, charged or released the same person before. */
void role_same_captor(const struct scene *scene, int at, const struct party *whom, bool here, struct parties *parties);
/* "Among those executed was Lund": adds the body or country that has done the same before. */
void role_same_deed(const struct scene *scene, int at, struct slice code, struct parties *parties);
/* "Chad denied involvement": adds whoever has accused the one who denies it before. */
void role_accuser(const struct scene *scene, int verb, const struct party *denier, struct parties *parties);
/* "A drug baron was arrested": the only person of whom the document has told that he was arrested, charged or released;
 * `party` stays as it is where there are several or none, or where it is not one unnamed person. */
void role_only_accused(const struct scene *scene, struct party *party);
/* "was found guilty and sentenced to death in the Lima District Court": adds the court behind both. */
void role_court_behind(const struct scene *scene, int verb, struct parties *parties);
/* "Two men were fined, the Prosecutor's Office said": adds the court, police or prosecutors who tell what a verb says.
 */
void role_announcer(const struct scene *scene, int verb, struct parties *parties);
/* Adds whoever the subject of a verb means. */
void role_subject(const struct scene *scene, int verb, enum party_role role, struct parties *parties);
/* "Moscow said Kyiv must withdraw", "Kyiv must withdraw, Moscow said", the same as a quotation: Moscow. */
void role_who_says(const struct scene *scene, int verb, struct parties *speaker);
/* "Lund said Peru misled them": Lund, if she has a name; with `of_another` only if she says it of somebody else who has
 * one. */
void role_speaker(const struct scene *scene, int verb, bool of_another, struct parties *speaker);
/* Adds whose attack somebody has been killed in: "were killed in a Turkish strike". */
void role_attacker(const struct scene *scene, const struct arguments *arguments, struct parties *parties);
/* "an application brought by Lund", "attacks carried out by rebels": who has made the thing at `at`. */
void role_maker(const struct scene *scene, int at, struct parties *parties);
/* Takes out those who have no name. */
void role_drop_common(struct parties *parties);
/* Fills a role from the first of its slots that somebody stands in. */
void role_fill_verb(const struct scene *scene, const uint16_t *slots, int verb, const struct arguments *arguments,
                    bool every, enum party_role role, struct parties *parties);
/* The same for a noun. */
void role_fill_noun(const struct scene *scene, const uint16_t *slots, int noun, const struct arguments *arguments,
                    enum party_role role, struct parties *parties);
/* Takes the others out of a list of parties. */
void role_take_out(struct parties *from, const struct parties *others);
/* The country of the persons' office: "Sri Lankan Prime Minister Ranil W. was sworn in". */
void role_home(const struct scene *scene, const struct parties *actors, struct parties *parties);

/* events_telling.c: what becomes of a telling: its events with place, date, modality and confidence. */

/* Makes events of what was told; false if a veto struck. */
bool telling_make(struct scene *scene, struct drafts *drafts, struct telling *telling);

/* events_trigger.c: the verbs and nouns that tell of events. */

/* Makes the events that a verb group tells of. */
void trigger_verb(struct scene *scene, struct drafts *drafts, int verb);
/* Makes those that a noun group tells of. */
void trigger_noun(struct scene *scene, struct drafts *drafts, int noun);

/* events_target.c: whom it is aimed at when the sentence does not say so. */

/* Gives an act without a target the country at which it is aimed, by what the document is about, if that says so. */
void target_mean(const struct scene *scene, const struct drafts *drafts, struct draft *draft);

/* events_same.c: one event told twice. */

/* Points events told again at their first telling. */
void same_mark(struct document *document);

#endif
