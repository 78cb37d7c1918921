#!/usr/bin/env bats
# tag's events: frames, structure, modality. The frames' own examples and the modality sentences are data.

load helper

look() {
    python3 "$ROOT/tests/tag-events.py" "$@"
}

@test "every frame's examples hold the events that stand beside them" {
    look examples "$ROOT/tools/tag/frames.tsv" >wrong
    diff -u /dev/null wrong
}

@test "the manual's ten sentences have the events that it shows" {
    look manual "$ROOT/man/tag.1" >wrong
    diff -u /dev/null wrong
}

@test "modality: at least twenty sentences for each kind but happened, and each has it" {
    look modality "$FIXTURES/tag-events/modality.tsv" >wrong
    diff -u /dev/null wrong
}

@test "actors and targets that are listed multiply the event" {
    run look events 'The ministers of Kenya and Ghana visited Norway, Sweden and Denmark.'
    [ "$output" = 'CONSULT Kenya > Norway (happened)
CONSULT Kenya > Sweden (happened)
CONSULT Kenya > Denmark (happened)
CONSULT Ghana > Norway (happened)
CONSULT Ghana > Sweden (happened)
CONSULT Ghana > Denmark (happened)' ]
}

@test "a mutual act of two is one event between them" {
    run look events 'Talks between Peru and Chile ended on Friday.' 'Peru and Chile met in Lima.'
    [ "$output" = 'CONSULT Peru > Chile (happened)
CONSULT Peru > Chile (happened)' ]
}

@test "passives turn round" {
    run look events 'The resolution of the United Nations was vetoed by China.' 'Ukraine was attacked by Russia.'
    [ "$output" = 'REJECT China > United Nations (happened)
ASSAULT Russia > Ukraine (happened)' ]
}

@test "a relative clause, an insertion and a shared subject" {
    run look events 'Iran, which condemned Israel, visited Iraq.' 'Norway, despite its doubts, visited Iraq and thanked Kuwait.'
    [ "$output" = 'ACCUSE Iran > Israel (happened)
CONSULT Iran > Iraq (happened)
CONSULT Norway > Iraq (happened)
SUPPORT Norway > Kuwait (happened)' ]
}

@test "nouns tell as much as verbs" {
    run look events "Norway's visit to Sweden was short." 'The French invasion of Malta failed.' \
        'The resignation of Kenya'"'"'s interior minister was announced.'
    [ "$output" = 'CONSULT Norway > Sweden (happened)
ASSAULT France > Malta (happened)
RETREAT Kenya (happened)' ]
}

@test "vetoes: purposes, negations, what was avoided" {
    run look events 'Norway opened an office to attack Sweden.' 'Norway did not visit Sweden.' \
        'Norway avoided visiting Sweden.' 'Norway has no plans to visit Sweden.' 'Neither Norway nor Sweden is a member.'
    [ "$output" = '' ]
}

@test "will not do what would please is a refusal, will not attack is nothing" {
    run look events 'Norway will not visit Sweden.' 'Norway will not attack Sweden.'
    [ "$output" = 'REJECT Norway > Sweden (happened)' ]
}

@test "the verb above swallows what depends on it" {
    run look events 'Norway urged Sweden to release the prisoners.' 'Norway accused Sweden of attacking Denmark.'
    [ "$output" = 'REQUEST Norway > Sweden (happened)
ACCUSE Norway > Sweden (happened)' ]
}

@test "who says so is the source" {
    echo '{"id":"a","text":"Norway said that Sweden visited Denmark."}' | tag -q | look get actor source >out
    diff -u <(printf 'Sweden\tNorway\n') out
}

@test "a place and a date of the event itself" {
    echo '{"id":"a","text":"Norway met Sweden in Geneva on 3 May 2024."}' | tag -q | look get place date >out
    diff -u <(printf 'Geneva\t2024-05-03\n') out
}

@test "an event told again in a document points at its first telling" {
    printf '%s\n' '{"id":"d.1","doc":"d","text":"Norway visited Sweden."}' \
        '{"id":"d.2","doc":"d","text":"Norway has visited Sweden."}' '{"id":"e.1","doc":"e","text":"Norway visited Sweden."}' |
        tag -q | look get id same_as >out
    diff -u <(printf 'd.1.1\t-\nd.2.1\td.1.1\ne.1.1\t-\n') out
}

@test "a title is the person whom the document has named with it" {
    printf '%s\n' '{"id":"d.1","doc":"d","text":"Norwegian Prime Minister Anna Lund spoke on Friday."}' \
        '{"id":"d.2","doc":"d","text":"The Norwegian leader visited Sweden."}' | tag -q | look show >out
    diff -u <(printf 'CONSULT Anna Lund > Sweden (happened)\n') out
}

@test "--frames adds frames of one's own before those built in" {
    printf 'verb\tzonk\tPROTEST/14\tsubj>obj\taction=zonk\nverb\tvisit\tOTHER\tsubj>obj\t-\n' >mine.tsv
    echo '{"id":"a","text":"Norway zonked Sweden. Norway visited Denmark."}' | tag -q --frames=mine.tsv | look show >out
    diff -u <(printf 'PROTEST Norway > Sweden (happened)\nOTHER Norway > Denmark (happened)\n') out
}

@test "--frames: a bad line is named with its file and number" {
    printf '# a comment\nverb\tzonk\tNOCLASS\tsubj>obj\t-\n' >bad.tsv
    run bash -c "echo '{\"id\":\"a\",\"text\":\"x\"}' | tag --frames=bad.tsv"
    [ "$status" = 2 ]
    [[ "$output" == *'bad.tsv:2: no such class'* ]]
}

@test "--all-events keeps the unsure ones, each with its conf" {
    echo '{"id":"a","text":"Norway discussed the weather."}' >in
    [ "$(tag -q in | look show)" = '' ]
    [[ "$(tag -q --all-events in | look get code conf)" == $'CONSULT\t0.'[0-4]* ]]
}

@test "--no-events finds none" {
    [ "$(echo '{"id":"a","text":"Norway visited Sweden."}' | tag -q --no-events | look show)" = '' ]
}

@test "--explain says frame, roles and what set the modality, or which veto struck" {
    echo '{"id":"a","text":"Norway may visit Sweden. Norway did not attack Denmark."}' | tag -q --explain=why >/dev/null
    grep -E '"(event|veto)"' why | sed 's/"line":[0-9]*/"line":N/' >out
    diff -u - out <<'END'
{"event":"may visit","id":"a","frame":"visit","line":N,"actor":[{"name":"Norway","words":"Norway"}],"target":[{"name":"Sweden","words":"Sweden"}],"why":"may"}
{"veto":"did not attack","id":"a","frame":"attack","line":N,"actor":[{"name":"Norway","words":"Norway"}],"target":[{"name":"Denmark","words":"Denmark"}],"why":"negated"}
END
}
