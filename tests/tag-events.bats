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

@test "people in a document about something else: no event; in one about politics: one" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"Anna Lund sang with Tom Hale, Mary Webb, Paul Ross and Jane Cole."}' \
        '{"id":"a.2","doc":"a","text":"Anna Lund thanked Tom Hale."}' \
        '{"id":"b.1","doc":"b","text":"Norwegian lawmakers Anna Lund and Tom Hale spoke of Sweden, Iraq, Chad and Peru."}' \
        '{"id":"b.2","doc":"b","text":"Anna Lund thanked Tom Hale."}' >in
    [ "$(tag -q in | look show)" = 'SUPPORT Anna Lund > Tom Hale (happened)' ]
    [[ "$(tag -q --all-events in | look get code conf)" == *$'SUPPORT\t0.4'* ]]
}

@test "their summit, and a summit's own name, are meetings of the two" {
    printf '%s\n' '{"id":"a","text":"Kenya and Ghana praised Norway during their summit."}' \
        '{"id":"b.1","doc":"b","text":"Kenya is not far from Ghana."}' \
        '{"id":"b.2","doc":"b","text":"After the Kenya-Ghana Summit in Geneva the hall was empty."}' |
        tag -q --all-events | look show >out
    diff -u - out <<'END'
SUPPORT Kenya > Norway (happened)
SUPPORT Ghana > Norway (happened)
CONSULT Kenya > Ghana (happened)
CONSULT Kenya > Ghana (happened)
END
}

@test "who arrested somebody is the country that the document speaks of, if it speaks of one" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"Peru is not Peru without Peru, as Peru says."}' \
        '{"id":"a.2","doc":"a","text":"Anna Lund was arrested on Monday."}' \
        '{"id":"b.1","doc":"b","text":"Peru, Chile, Peru, Chile, Peru and Chile."}' \
        '{"id":"b.2","doc":"b","text":"Anna Lund was arrested on Monday."}' | tag -q | look show >out
    diff -u <(printf 'COERCE Peru > Anna Lund (happened)\n') out
}

@test "courts, judges, police and prosecutors are those of the country that the document speaks of, or the body named" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Peru is poor."}' \
        '{"doc":"a","sent":2,"text":"A judge sentenced Anna Lund."}' \
        '{"doc":"a","sent":3,"text":"Two lawmakers were arrested."}' \
        '{"doc":"b","sent":1,"text":"The Supreme Court of Chad and the Bergen Prosecutors Office are busy in Chad."}' \
        '{"doc":"b","sent":2,"text":"Prosecutors charged Anna Lund."}' \
        '{"doc":"c","sent":1,"text":"Police arrested a Norwegian tourist."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE Peru > Anna Lund (happened)
COERCE Peru > lawmakers (happened)
ACCUSE Bergen Prosecutors Office > Anna Lund (happened)
COERCE police > Norwegian tourist (happened)' ]
}

@test "a second participle is as passive as the first; a past tense before its object is active" {
    run look events 'Anna Lund was evicted by Peru and sentenced.' 'Chilean troops detained Anna Lund and she was freed.'
    [ "$output" = 'COERCE Peru > Anna Lund (happened)
COERCE Chile > Anna Lund (happened)
CONCEDE Chile > Anna Lund (happened)' ]
}

@test "a gerund behind a place is done by whoever stands before it" {
    run look events 'Troops from Chad marched in Libya demanding that Norway leave.' 'The attack in Israel killing five was long.'
    [ "$output" = 'PROTEST Chad (happened)
REQUEST Chad > Norway (happened)' ]
}

@test "the accusations are those of whoever has accused; the court is the one named" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"Norway accused Sweden of theft."}' \
        '{"id":"a.2","doc":"a","text":"Sweden rejected the allegations."}' \
        '{"id":"a.5","doc":"a","text":"Chad rejected the allegations of fraud."}' \
        '{"id":"a.3","doc":"a","text":"The Supreme Court of Peru is in Lima."}' \
        '{"id":"a.4","doc":"a","text":"The court condemned Chad."}' | tag -q | look show >out
    diff -u - out <<'END'
ACCUSE Norway > Sweden (happened)
REJECT Sweden > Norway (happened)
REJECT Chad (happened)
ACCUSE Supreme Court of Peru > Chad (happened)
END
}

@test "words of everyday life, trade and sport are no events" {
    run look events 'Kenya turned to Twitter.' "Germany's bank released a report." 'Norway rallied to beat Sweden.' \
        'Canada demonstrates how it reached its goal.' 'Chad occupies a block of the building.' \
        'Ghana declined to confirm the deal.' 'Chile seized on the idea.' 'Peru faces the sea.'
    [ "$output" = '' ]
}

@test "what only describes is no party; an administration is its country; a vow to avenge threatens" {
    run look events 'Chad and Peru resumed Norwegian-brokered talks.' 'Anna Lund accused the Trump administration.' \
        'Norway vowed to punish Sweden.' 'A man named Webb left.'
    [ "$output" = 'CONSULT Chad > Peru (happened)
ACCUSE Anna Lund > United States (happened)
THREATEN Norway > Sweden (happened)' ]
}

@test "a group and its name are one; parties may act; a country's strike kills for it" {
    run look events 'The watchdog group, Reporters Without Borders, condemned Chad.' 'Opposition parties thanked Norway.' \
        'An American air strike killed two farmers.'
    [ "$output" = 'ACCUSE Reporters Without Borders > Chad (happened)
SUPPORT opposition parties > Norway (happened)
ASSAULT United States > farmers (happened)' ]
}

@test "a preposition with its own noun or date is no particle" {
    run look events 'Norway gave the list to Sweden in May.' 'Norway gave in to Sweden.'
    [ "$output" = 'CONCEDE Norway > Sweden (happened)' ]
}

@test "who is told to act, acts, and not whose guest he is; whose desire it is, acts" {
    run look events 'Anna Nowak of Norway invited her host to visit Sweden.' "Donald Trump's desire to meet Vladimir Putin was clear."
    [ "$output" = 'CONSULT Donald Trump > Vladimir Putin (desired)' ]
}

@test "a subject stands before its relative clause and its participle, whatever they hold" {
    run look events "China's Coast Guard, which is in charge of the reefs, including the shoal, has criticised Palau." \
        'Judge Anna Lund of Chile sitting in Arica, on Friday condemned Peru.'
    [ "$output" = 'ACCUSE Coast Guard > Palau (happened)
ACCUSE Anna Lund > Peru (happened)' ]
}

@test "a phrase that says when keeps its own phrases" {
    run look events 'Chad suspended talks during his visit to Malta.' 'Aid was given to Chad despite warnings by Mali.'
    [[ "$output" != *'SANCTION Chad > Malta'* ]]
    [[ "$output" != *'AID Mali'* ]]
}

@test "we and I are who says so behind the quotation; a speaker may stand behind his verb" {
    run look all '“We condemn this attack on Peru,” President Milo Dukic said.' \
        '“I call on Israel to stop the bombing,” said Anna Lund, foreign minister of Norway.'
    [ "$output" = 'ACCUSE Milo Dukic (happened)
REQUEST Anna Lund > Israel (happened)' ]
}

@test "two countries are those named last before; a region's country is not the region; anti-China is not China" {
    run look events 'Chad and Mali share a border. The two nations that fought in a war over Niger met in Lome.' \
        'Peru thanked the European country.' 'Cuba cracked down on anti-China forces.'
    [[ "$output" == *'CONSULT Chad > Mali (happened)'* ]]
    [[ "$output" != *'Europe'* ]]
    [[ "$output" != *'> China'* ]]
}

@test "he is the only person named before in the sentence, if nobody has acted in it" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"Milo Dukic visited Peru."}' \
        '{"id":"a.2","doc":"a","text":"The charge against Anna Lund was that she insulted Chad."}' | tag -q | look show >out
    diff -u - out <<'END'
CONSULT Milo Dukic > Peru (happened)
ACCUSE Anna Lund > Chad (happened)
END
}

@test "what was forced upon somebody has happened; what is announced has, too, without will" {
    run look events 'Protests forced President Milo Dukic to resign.' 'Chad announced that it has signed an agreement with Mali.'
    [ "$output" = 'RETREAT Milo Dukic (happened)
AGREE Chad > Mali (happened)' ]
}

@test "the junta is that of the country last named with it; two leaders and they are those who acted together" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"Peru met the Malian junta in Niger."}' \
        '{"id":"a.2","doc":"a","text":"The junta rejected a plan of Chad."}' \
        '{"id":"b.1","doc":"b","text":"Anna Lund and Milo Dukic signed a treaty."}' \
        '{"id":"b.2","doc":"b","text":"They condemned Chad."}' \
        '{"id":"b.3","doc":"b","text":"The two leaders praised Peru."}' | tag -q | look show >out
    diff -u - out <<'END'
CONSULT Peru > Mali (happened)
REJECT Mali > Chad (happened)
AGREE Anna Lund > Milo Dukic (happened)
ACCUSE Anna Lund > Chad (happened)
ACCUSE Milo Dukic > Chad (happened)
SUPPORT Anna Lund > Peru (happened)
SUPPORT Milo Dukic > Peru (happened)
END
}

@test "a title before a country's name and a person's; which minister is meant; mothers of somebody" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"President of Mongolia Anna Lund received Milo Dukic."}' \
        '{"id":"b.1","doc":"b","text":"Prime Minister Anna Lund and Finance Minister Milo Dukic were in Rome."}' \
        '{"id":"b.2","doc":"b","text":"The prime minister condemned Chad."}' \
        '{"id":"c.1","doc":"c","text":"The mother of Milo Dukic was arrested by Chad."}' | tag -q | look show >out
    diff -u - out <<'END'
CONSULT Anna Lund > Milo Dukic (happened)
ACCUSE Anna Lund > Chad (happened)
COERCE Chad > mother (happened)
END
}

@test "what is condemned is not its victim; an object may stand behind the phrase that says how" {
    run look events 'Peru condemned in the strongest terms the attack on Laos.' \
        'Peru condemned in the strongest terms the Chilean attack on Laos.'
    [ "$output" = 'ACCUSE Peru (happened)
ACCUSE Peru > Chile (happened)
ASSAULT Chile > Laos (happened)' ]
}

@test "a question tells of nothing that has happened" {
    run look events 'But will Chad accept defeat?'
    [ "$output" = 'CONCEDE Chad (hypothetical)' ]
}

@test "what is given may be only possible, or none" {
    run look all 'Peru provided potential support for Chad.' 'Peru signed no treaty with Chad.' \
        'Peru welcomed the proposed agreement of Chad.'
    [ "$output" = 'AID Peru > Chad (hypothetical)
SUPPORT Peru > Chad (happened)' ]
}

@test "whoever was able has done it, whoever was not has not; of whom something is wanted, acts" {
    run look events 'Chad was able to sign a treaty with Mali.' 'Peru was not able to visit Chile.' \
        'Norway wants Sweden to leave the treaty.'
    [ "$output" = 'AGREE Chad > Mali (happened)
REQUEST Norway > Sweden (happened)' ]
}

@test "a participle that a past verb goes on with is the verb; heads of state; its, of a nation named before" {
    run look all 'Anna Lund called on Chad to stay and praised Mali.' \
        'President Anna Lund of Peru was in Rome. The head of state condemned Chile.' \
        'The support of Peru for Chad in its invasion of Mali was long.'
    [ "$output" = 'REQUEST Anna Lund > Chad (happened)
SUPPORT Anna Lund > Mali (happened)
ACCUSE Anna Lund > Chile (happened)
SUPPORT Peru > Chad (happened)
ASSAULT Chad > Mali (happened)' ]
}

@test "who held an office is not its holder; a title's phrase, a comma and who holds it; statements that urge" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"President Anna Lund of Peru met former president Milo Dukic of Peru."}' \
        '{"id":"a.2","doc":"a","text":"The president condemned Chad."}' \
        '{"id":"b.1","doc":"b","text":"Chad met the foreign minister of the Republic of Mali, Mr Milo Dukic."}' \
        '{"id":"c.1","doc":"c","text":"Chad issued a statement urging Mali to leave."}' | tag -q | look show >out
    diff -u - out <<'END'
CONSULT Anna Lund > Milo Dukic (happened)
ACCUSE Anna Lund > Chad (happened)
CONSULT Chad > Milo Dukic (happened)
REQUEST Chad > Mali (happened)
END
}

@test "the mayor of a town is not its country; whom a list of the unnamed includes are not all" {
    run look all 'Rebels from Chad killed the mayor of Goma.' 'Chad executed 20 civilians, including 6 children.' \
        'Chad arrested a former mayor of Goma, Milo Dukic, before noon.'
    [ "$output" = 'ASSAULT rebels > mayor (happened)
ASSAULT Chad > civilians (happened)
COERCE Chad > Milo Dukic (happened)' ]
}

@test "what is quoted does not act behind the quotation; it is who acted first in the sentence before" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"President Anna Lund met President Milo Dukic in Lima."}' \
        '{"id":"a.2","doc":"a","text":"\"If Dukic were wise, people would listen,\" Lund said."}' \
        '{"id":"a.3","doc":"a","text":"She accused Dukic of lying."}' \
        '{"id":"b.1","doc":"b","text":"Peru said on Monday that Chad had lied."}' \
        '{"id":"b.2","doc":"b","text":"It condemned Mali."}' | tag -q | look show >out
    diff -u - out <<'END'
CONSULT Anna Lund > Milo Dukic (happened)
ACCUSE Anna Lund > Milo Dukic (happened)
ACCUSE Peru > Mali (happened)
END
}

@test "the president is the main country's; whose trip it was, is spoken of; two countries are those of the document" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"Peruvian President Anna Lund met Chadian President Milo Dukic in Peru."}' \
        '{"id":"a.2","doc":"a","text":"The president condemned Mali."}' \
        '{"id":"b.1","doc":"b","text":"Anna Lund'"'"'s trip to Peru lasted long."}' \
        '{"id":"b.2","doc":"b","text":"She met Milo Dukic."}' | tag -q | look show >out
    diff -u - out <<'END'
CONSULT Anna Lund > Milo Dukic (happened)
ACCUSE Anna Lund > Mali (happened)
CONSULT Anna Lund > Peru (happened)
CONSULT Anna Lund > Milo Dukic (happened)
END
}

@test "let and once; as well as; a clause before the main verb; announced during a visit" {
    run look all 'Peru will not let Chad build a naval base in Lima.' 'Once Anna Lund takes office, Peru will rest.' \
        'Peru detained a journalist, as well as has banned Chad.' \
        'After alleging that Chad attacked Mali, Peru recalled its ambassador.' \
        'The plan was announced during a visit by Anna Lund to Chad.'
    [ "$output" = 'REJECT Peru > Chad (happened)
OTHER Anna Lund (hypothetical)
COERCE Peru > journalist (happened)
COERCE Peru > Chad (happened)
ACCUSE Peru > Chad (happened)
SANCTION Peru (happened)
CONSULT Anna Lund > Chad (happened)' ]
}

@test "whom an apposition explains, who is pardoned or elected; two offices of one person; not Webb, who" {
    run look events 'Peru protested for Milo Dukic, a Chadian poet who was pardoned by Anna Lund.' \
        'Milo Dukic, a farmer from Chad was arrested by Peru.' \
        'Deputy Prime Minister and Finance Minister Anna Lund visited Chad.' \
        'It was President Anna Lund, not President Milo Dukic, who visited Chad.'
    [ "$output" = 'ACCUSE Peru (happened)
CONCEDE Anna Lund > Milo Dukic (happened)
COERCE Peru > Milo Dukic (happened)
CONSULT Anna Lund > Chad (happened)
CONSULT Anna Lund > Chad (happened)' ]
}

@test "supporters of somebody, private people and peoples act for themselves; who speaks out accuses" {
    run look events 'Anna Lund supporters attacked Chad.' 'Chadian tourists accused Peru.' \
        'Chad protested against the plan of Peru.' \
        'Peru wants to open a front by attacking Chad.' 'Peru proposed a visit to Chad.'
    [ "$output" = 'ASSAULT Anna Lund supporters > Chad (happened)
ACCUSE Chadian tourists > Peru (happened)
ACCUSE Chad > Peru (happened)
ASSAULT Peru > Chad (desired)
REQUEST Peru > Chad (happened)' ]
}

@test "the counterpart is the minister; who holds an office behind its phrases; former officials; the inverted subject" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"Foreign Minister Anna Lund of Peru met her Chadian counterpart Milo Dukic."}' \
        '{"id":"a.2","doc":"a","text":"The Chadian foreign minister thanked Peru."}' | tag -q | look show >out
    diff -u - out <<'END'
CONSULT Anna Lund > Milo Dukic (happened)
SUPPORT Milo Dukic > Peru (happened)
END
    run look events 'The meeting was attended by the Ambassador of Norway Milo Dukic.' \
        'Peru acquitted three former Chadian officials.' '"Chad must leave," demanded Anna Lund of the Red Cross.' \
        'Peru cut aid to Chad.'
    [ "$output" = 'CONSULT Milo Dukic (happened)
CONCEDE Peru > former Chadian officials (happened)
REQUEST Anna Lund (happened)
SANCTION Peru > Chad (happened)' ]
}

@test "the regime is that of the country last named with it; who is re-elected is so by his country; both and all" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"Peru, Peru and Peru said that the Chadian regime had lied."}' \
        '{"id":"a.2","doc":"a","text":"Peru urged the regime to leave."}' | tag -q | look show >out
    diff -u - out <<'END'
REQUEST Peru > Chad (happened)
END
    run look events 'Peruvian President Anna Lund was re-elected on Monday.' 'Peru and Chad both condemned Mali.' \
        'An article about a Chadian lobbying firm appeared.' 'Anna Lund expressed gratitude to Peru.'
    [ "$output" = 'OTHER Peru > Anna Lund (happened)
ACCUSE Peru > Mali (happened)
ACCUSE Chad > Mali (happened)
SUPPORT Anna Lund > Peru (happened)' ]
}

@test "a town acts for itself; funding is no act; whom a colleague's name names; a comma ends what was said" {
    run look events 'Goma accused Chad.' 'Peru will seek funding from banks.' 'Peru was to blame, Chad said.' \
        'Anna Lund met her Chadian colleague, Milo Dukic, and Mali.' \
        'Anna Lund argued that Milo Dukic lied, and accused Chad.' 'A Chadian tourist was arrested by Peru.' \
        'Anna Lund welcomed the Chadian investment in Mali.'
    [ "$output" = 'ACCUSE Goma > Chad (happened)
CONSULT Anna Lund > Milo Dukic (happened)
CONSULT Anna Lund > Mali (happened)
ACCUSE Anna Lund > Chad (happened)
COERCE Peru > Chadian tourist (happened)
SUPPORT Anna Lund > Chad (happened)' ]
}

@test "an apostrophe behind an s owns and quotes nothing; since then; a decision to act; him and her; some people" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"President Anna Lund met voters."}' \
        '{"id":"a.2","doc":"a","text":"President Milo Dukic suspended her on Monday."}' | tag -q | look show >out
    diff -u - out <<'END'
CONSULT Anna Lund > voters (happened)
SANCTION Milo Dukic > Anna Lund (happened)
END
    run look events 'Anna Lund backed the protesters’ demands.' 'The critics’ anger grew when Peru attacked Chad.' \
        'Since then critics have accused Peru.' 'Chad said that Peru’s decision to expel Mali was wrong.' \
        'Peru arrested 20 people in Chad.' 'Chad confirmed Peru’s support for the Chadian people.'
    [ "$output" = 'SUPPORT Anna Lund > protesters (happened)
ASSAULT Peru > Chad (happened)
ACCUSE critics > Peru (happened)
COERCE Peru > Mali (happened)
ACCUSE Chad > Peru (happened)
COERCE Peru > people (happened)
SUPPORT Peru > Chad (happened)' ]
}

@test "a dated meeting is planned; what has happened stays; a participle goes with its verb; neither and nor" {
    run look events 'Anna Lund is likely to visit Chad on Monday.' \
        'Chad attacked Peru on Monday and will attack Peru again.' \
        'Neither has Peru condemned Chad.' 'Peru will visit Chad, meeting Anna Lund.' \
        'Anna Lund met her Peruvian and Chadian counterparts, Milo Dukic and Piet Webb.'
    [ "$output" = 'CONSULT Anna Lund > Chad (planned)
ASSAULT Chad > Peru (happened)
CONSULT Peru > Chad (planned)
CONSULT Peru > Anna Lund (planned)
CONSULT Anna Lund > Milo Dukic (happened)
CONSULT Anna Lund > Piet Webb (happened)' ]
}

@test "towns and creeds describe; whose plan it is; their leaders, by name; governments in general" {
    printf '%s\n' '{"id":"a.1","doc":"a","text":"Hamas met Peru, Peru and Peru."}' \
        '{"id":"a.2","doc":"a","text":"The Islamic group condemned Chad."}' | tag -q | look show >out
    diff -u - out <<'END'
CONSULT Hamas > Peru (happened)
ACCUSE Hamas > Chad (happened)
END
    run look events 'The Goma bombings killed 20 people.' 'Anna Lund described it as a plot to kill Milo Dukic.' \
        'Anna Lund had called to thank Peru.' 'Peru is about to attack Chad.'
    [ "$output" = 'ASSAULT Peru > Chad (planned)' ]
}

@test "whom somebody only told something is not whose proposal is vetoed" {
    run look events 'Anna Lund told reporters that Peru had vetoed the proposal.'
    [ "$output" = 'REJECT Peru (happened)' ]
}

@test "the police of a Japanese city are Japan's" {
    run look events 'Nara prefectural police arrested Anna Lund.'
    [ "$output" = 'COERCE Japan > Anna Lund (happened)' ]
}

@test "a second office behind a name is no second actor; whose efforts they are, acts" {
    run look events 'Milo Dukic and president of Soweto Assembly has stepped down.' \
        'Efforts by Norway to create a partnership with Sweden have failed.'
    [ "$output" = 'RETREAT Milo Dukic (happened)
COOPERATE Norway > Sweden (desired)' ]
}

@test "the party is the one named before; its, right behind a name, is that one's" {
    run look all 'Anna Lund led the Peace Party, but was later expelled from the party, and her New Democracy Party failed.' \
        'Norway praised Sweden for its attack on Denmark.'
    [ "$output" = 'SANCTION Peace Party > Anna Lund (happened)
SUPPORT Norway > Sweden (happened)
ASSAULT Sweden > Denmark (happened)' ]
}

@test "she behind his wife is not the one named; who speaks behind a quotation is not named in it" {
    run look all 'Norwegian police arrested Milo Dukic for beating his wife after she refused to cook.' \
        'President Milo Dukic spoke on Monday. "We trust the vision of Webb and want to thank Norway," he said.'
    [ "$output" = 'COERCE Norway > Milo Dukic (happened)
REJECT wife (happened)
SUPPORT Milo Dukic > Norway (happened)' ]
}

@test "a verb goes on behind an explanation; a title, a bracket and a name; what is only supposed is not offered" {
    run look events 'Anna Lund conveyed greetings of Milo Dukic, the foreign minister, to Norway.' \
        'Norway arrested Chief Justice (CJ) Milo Dukic.' 'They asked whether Norway is inviting Sweden.'
    [ "$output" = 'SUPPORT Anna Lund > Norway (happened)
COERCE Norway > Milo Dukic (happened)
CONSULT Norway > Sweden (hypothetical)' ]
}

@test "Justice Lund is the judge; whom the judge sentenced is none" {
    printf '%s\n' '{"doc":"d","sent":1,"text":"Justice Anna Lund sat in Oslo on Monday."}' \
        '{"doc":"d","sent":2,"text":"The judge sentenced Milo Dukic to prison."}' \
        '{"doc":"d","sent":3,"text":"The judge praised Norway."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE Anna Lund > Milo Dukic (happened)
SUPPORT Anna Lund > Norway (happened)' ]
}

@test "whom and that may be what is done to; so may what stands right before the clause" {
    run look events 'The journalists whom Iran arrested in May are free.' \
        'The diplomats that Norway expelled were spies.' 'The diplomats Norway expelled on Monday were spies.' \
        'The report that Norway published was long.'
    [ "$output" = 'COERCE Iran > journalists (happened)
SANCTION Norway > diplomats (happened)
SANCTION Norway > diplomats (happened)' ]
}

@test "a creed is no country; a former chairman is not his board; who is a member of it, by name; early today" {
    run look events 'Norwegian police arrested a Sunni leader.' 'Norway accused Asian leaders.' \
        'Norway arrested a former chairman of the Peace Party.' \
        'Norwegian police arrested a senior member of the Peace Party Milo Dukic on Monday.' \
        'The Peace Brigades said they had fired shells early today into northern Israel.'
    [ "$output" = 'COERCE Norway > Sunni leader (happened)
ACCUSE Norway > Asia (happened)
COERCE Norway > former chairman of the Peace Party (happened)
COERCE Norway > Milo Dukic (happened)
ASSAULT Peace Brigades > Israel (happened)' ]
}

@test "a party of Kenya's and an Italian opposition are not their countries; saw somebody do it" {
    run look events "Kenya's ruling party called on Uganda to leave." \
        'Italian opposition politicians accused Anna Lund of fraud.' \
        'The coup saw Milo Dukic oust the president of Chad.'
    [ "$output" = 'REQUEST ruling party > Uganda (happened)
ACCUSE Italian opposition politicians > Anna Lund (happened)
COERCE Milo Dukic > Chad (happened)' ]
}

@test "to jail is a place; a denial behind 's; a verb behind a relative clause; titles behind a bracket" {
    run look events 'The Norwegian court sent Milo Dukic to jail.' "China dismissed Iran's denial of the attack." \
        'Norway thanked the families of the sailors who died in May, and called on Sweden to help.' \
        'Peru was visited by the deputy commander of its Mountain Guard (MG) Brig. Gen. Milo Dukic.' \
        'The tribunal of Norway sentenced six persons of Lima to death.'
    [ "$output" = 'COERCE Norway > Milo Dukic (happened)
REJECT China > Iran (happened)
SUPPORT Norway > families (happened)
REQUEST Norway > Sweden (happened)
CONSULT Milo Dukic > Peru (happened)
COERCE Norway > persons (happened)' ]
}

@test "crowds that protest are sure enough without a name; unnamed travellers are not" {
    run look events 'Peruvian youths rioted on Monday.' 'Norwegian youths flew to Peru on Monday.'
    [ "$output" = 'PROTEST Peruvian youths (happened)' ]
}

@test "those executed were, named behind; each other; chose not to; whom somebody quotes; His Majesty" {
    printf '%s\n' '{"doc":"m","sent":1,"text":"Myanmar is poor."}' '{"doc":"m","sent":2,"text":"Myanmar is far."}' \
        '{"doc":"m","sent":3,"text":"Myanmar has many rivers."}' \
        '{"doc":"m","sent":4,"text":"Among those executed on Monday were the campaigner Milo Dukic and Anna Lund."}' \
        '{"doc":"n","sent":1,"text":"King Milo Dukic arrived in Peru."}' \
        '{"doc":"n","sent":2,"text":"His Majesty praised Norway."}' | tag -q >out
    run look show <out
    [ "$output" = 'ASSAULT Myanmar > Milo Dukic (happened)
ASSAULT Myanmar > Anna Lund (happened)
CONSULT Milo Dukic > Peru (happened)
SUPPORT Milo Dukic > Norway (happened)' ]
    run look events 'Milo Dukic and Anna Lund sued each other for defamation.' \
        'Milo Dukic chose not to meet Anna Lund.' \
        'The agency quoted Mr. Dukic as saying he met with President Anna Lund.' \
        'President Anna Lund received at her office on Sunday Milo Dukic, the mayor of Lima.'
    [ "$output" = 'ACCUSE Milo Dukic > Anna Lund (happened)
REJECT Milo Dukic > Anna Lund (happened)
CONSULT Dukic > Anna Lund (happened)
CONSULT Anna Lund > Milo Dukic (happened)' ]
}

@test "accounts linked to somebody are his; a suspended chief; the militia that a document is about" {
    run look events 'Norway froze bank accounts linked to the Peace Party in May.' \
        'The Senate of Peru voted to remove suspended Prime Minister Milo Dukic.'
    [ "$output" = 'SANCTION Norway > Peace Party (happened)
COERCE Senate of Peru > Milo Dukic (happened)' ]
    printf '%s\n' '{"doc":"d","sent":1,"text":"The Peace Brigades hold the north of Chad."}' \
        '{"doc":"d","sent":2,"text":"Fear of the Peace Brigades has spread."}' \
        '{"doc":"d","sent":3,"text":"Norway criticized the Peace Brigades."}' \
        '{"doc":"d","sent":4,"text":"On Monday the militia attacked Niger."}' | tag -q >out
    run look show <out
    [ "$output" = 'ACCUSE Norway > Peace Brigades (happened)
ASSAULT Peace Brigades > Niger (happened)' ]
}

@test "security forces are those of the country that a document is about" {
    printf '%s\n' '{"doc":"d","sent":1,"text":"Chad is poor."}' '{"doc":"d","sent":2,"text":"Chad is far."}' \
        '{"doc":"d","sent":3,"text":"On Monday security forces attacked villagers."}' | tag -q >out
    run look show <out
    [ "$output" = 'ASSAULT Chad > villagers (happened)' ]
}

@test "who accuses, alleging that somebody does something, accuses once" {
    run look events 'Milo Dukic accused Peru of fraud, alleging that Chile paid for it.' 'Norway alleged that Peru and Chile lied.'
    [ "$output" = 'ACCUSE Milo Dukic > Peru (happened)
ACCUSE Norway > Peru (happened)
ACCUSE Norway > Chile (happened)' ]
}

@test "who speaks for somebody, who is accused by somebody, and what is not only done" {
    run look events "A spokesman for Chile's government accused Peru of fraud." \
        'Peru has been accused of lying by Chile.' 'Chile not only attacked Peru but also invaded Cuba.'
    [ "$output" = 'ACCUSE Chile > Peru (happened)
ACCUSE Chile > Peru (happened)
ASSAULT Chile > Peru (happened)
ASSAULT Chile > Cuba (happened)' ]
}

@test "a verb behind then goes on with the subject" {
    run look events 'Chile rejected the report, then accused Peru of fraud.'
    [ "$output" = 'REJECT Chile (happened)
ACCUSE Chile > Peru (happened)' ]
}

@test "force between those who have no name is an event" {
    run look events 'Gunmen killed two farmers.' 'Police arrested 20 people.'
    [ "$output" = 'ASSAULT gunmen > farmers (happened)
COERCE police > people (happened)' ]
}

@test "what is only supposed is surer of a plain act than of a doubtful one" {
    run look events 'Peru may attack Chad.' 'Peru may help Chad.' 'Peru helped Chad.'
    [ "$output" = 'ASSAULT Peru > Chad (hypothetical)
AID Peru > Chad (happened)' ]
}

@test "a target that is left out is the country that the document is about, or the other one" {
    printf '%s\n' '{"id":"a1","doc":"a","text":"Peru held elections."}' \
        '{"id":"a2","doc":"a","text":"Peru has 40 districts."}' \
        '{"id":"a3","doc":"a","text":"Protesters took to the streets."}' \
        '{"id":"a4","doc":"a","text":"Union leader Ana Quispe resigned."}' \
        '{"id":"a5","doc":"a","text":"Anna Lund won the election."}' | tag -q >out
    run look show <out
    [ "$output" = 'OTHER Peru (happened)
PROTEST protesters > Peru (happened)
RETREAT Ana Quispe > Peru (happened)
OTHER Anna Lund > Peru (happened)' ]
    [ "$(grep -c '"target":"Peru","target_by":"document"' out)" = 2 ]
    echo '{"text":"Norway condemned Peru."}' | tag -q >out
    lacks target_by out
    printf '%s\n' '{"id":"a1","doc":"a","text":"Norway and Chad share no border."}' \
        '{"id":"a2","doc":"a","text":"Chad is far from Norway."}' \
        '{"id":"a3","doc":"a","text":"Norway exports to Chad."}' \
        '{"id":"a4","doc":"a","text":"Norway suspended aid."}' \
        '{"id":"a5","doc":"a","text":"Chad rejected the plan."}' \
        '{"id":"a6","doc":"a","text":"Norway condemned the attack on Chad."}' | tag -q >out
    run look show <out
    [ "$output" = 'SANCTION Norway > Chad (happened)
REJECT Chad > Norway (happened)
ACCUSE Norway (happened)' ]
}

@test "a union of farmers is theirs, not of the country" {
    run look events 'A union of Polish farmers threatened Chad.' 'A group of Kenyan officials visited Uganda.' \
        'Police detained a group of Kenyan students.'
    [ "$output" = 'THREATEN Polish farmers > Chad (happened)
CONSULT Kenya > Uganda (happened)
COERCE police > Kenyan students (happened)' ]
}

@test "a typographic apostrophe negates as a plain one does" {
    run look events "Norway didn’t attack Chad." "Norway won't attack Chad." "“We’ll attack Chad,” Norway said."
    [ "$output" = 'ASSAULT Norway > Chad (planned)' ]
}

@test "what is asked of somebody stands behind his name between commas" {
    run look events 'Anna Lund ordered the minister, Milo Dukic, to resign.' \
        'Anna Lund asked the minister of labour, Milo Dukic, to visit Chad.' 'Norway asked Chad, a neighbour, to send food.'
    [ "$output" = 'REQUEST Anna Lund > Milo Dukic (happened)
REQUEST Anna Lund > Milo Dukic (happened)
REQUEST Norway > Chad (happened)' ]
}

@test "who has made what is blamed or refused is meant; what a letter says is the event" {
    run look events 'The court of Chad dismissed an application brought by Milo Dukic.' \
        'Norway condemned the killings committed by Israeli troops.' 'Norway condemned the attacks carried out by Israel.' \
        'Norway sent a letter to Chad, urging it to release Lund.' '“I want to thank Chad,” Anna Lund said.'
    [ "$output" = 'REJECT Chad > Milo Dukic (happened)
ACCUSE Norway > Israel (happened)
ACCUSE Norway > Israel (happened)
REQUEST Norway > Chad (happened)
SUPPORT Anna Lund > Chad (happened)' ]
}

@test "a group that has no name acts under its words; who yesterday did something; whoever wins does so at home" {
    run look events 'A human rights group accused Chad of torture.' 'A Sunni group, Hamas, attacked Chad.' \
        'Milo Dukic, who yesterday stepped down as minister, met Anna Lund.' \
        'Chad’s President Milo Dukic won the election.'
    [ "$output" = 'ACCUSE human rights group > Chad (happened)
ASSAULT Hamas > Chad (happened)
RETREAT Milo Dukic (happened)
CONSULT Milo Dukic > Anna Lund (happened)
OTHER Milo Dukic > Chad (happened)' ]
}

@test "police officers are the police; those executed were so by who executed" {
    printf '%s\n' '{"doc":"d","sent":1,"text":"Chad is poor."}' '{"doc":"d","sent":2,"text":"Chad is dry."}' \
        '{"doc":"d","sent":3,"text":"A team of police officers arrested Anna Lund."}' \
        '{"doc":"d","sent":4,"text":"Two police officers beat a student."}' \
        '{"doc":"d","sent":5,"text":"Peruvian troops executed rebels."}' \
        '{"doc":"d","sent":6,"text":"Milo Dukic was executed."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE Chad > Anna Lund (happened)
ASSAULT Chad > student (happened)
ASSAULT Peru > rebels (happened)
ASSAULT Peru > Milo Dukic (happened)' ]
}

@test "ways to cooperate that are discussed are no cooperation; a court arrests nobody; whose government" {
    run look events 'Anna Lund and Milo Dukic discussed ways to strengthen ties between Norway and Chad.' \
        'Activists denied the strike was paid for by strangers and rejected letters by Chad.'
    [ "$output" = 'CONSULT Anna Lund > Milo Dukic (happened)
REJECT activists > Chad (happened)' ]
    printf '%s\n' '{"doc":"d","sent":1,"text":"Chad is poor."}' '{"doc":"d","sent":2,"text":"Chad is dry."}' \
        '{"doc":"d","sent":3,"text":"The Windhoek Court sentenced Milo Dukic."}' \
        '{"doc":"d","sent":4,"text":"Milo Dukic was arrested on Monday."}' \
        '{"doc":"d","sent":5,"text":"Anna Lund said her government would ask for help."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE Windhoek Court > Milo Dukic (happened)
COERCE Chad > Milo Dukic (happened)
REQUEST Chad (planned)' ]
}

@test "him is who is named beside the subject; the minister may be named further on; it is no letter" {
    run look events 'Anna Lund criticized Milo Dukic for his speech and urged him to resign.'
    [ "$output" = 'ACCUSE Anna Lund > Milo Dukic (happened)
REQUEST Anna Lund > Milo Dukic (happened)' ]
    printf '%s\n' '{"doc":"d","sent":1,"text":"Chad thanked the prime minister."}' \
        '{"doc":"d","sent":2,"text":"Peru thanked the Lima Group."}' \
        '{"doc":"d","sent":3,"text":"The letter names the Lima Group."}' \
        '{"doc":"d","sent":4,"text":"It accuses Norway of fraud."}' \
        '{"doc":"d","sent":5,"text":"Prime Minister Milo Dukic is ill."}' | tag -q >out
    run look show <out
    [ "$output" = 'SUPPORT Chad > Milo Dukic (happened)
SUPPORT Peru > Lima Group (happened)' ]
}

@test "a group protests by words behind what it says; a plane visits nobody; a throne is no body" {
    run look events 'Norwegian ministers forget the fishermen, a human rights group protested.' 'The Iranian plane landed in Peru.' \
        'King Milo Dukic assumed the Throne of Norway.'
    [ "$output" = 'ACCUSE human rights group (happened)
OTHER Milo Dukic > Norway (happened)' ]
    run bash -c "echo '{\"text\":\"Opposition lawmakers staged a sit-in in Lima.\"}' | tag -q | grep -o 'stage [a-z-]*'"
    [ "$output" = 'stage sit-in' ]
}

@test "what the letter of another asks or says is not of who reads it" {
    run look events 'Chad welcomed a letter accusing Norway of fraud.' 'Norway issued a statement condemning Chad.' \
        'The Lima Group must consider a proposal calling for talks.'
    [ "$output" = 'ACCUSE Norway > Chad (happened)' ]
}

@test "whoever has arrested a person also sentences and releases him" {
    cat >in <<'END'
{"doc":"d","sent":1,"text":"Police in Peru arrested Milo Dukic, and Chile condemned Cuba."}
{"doc":"d","sent":2,"text":"Chile met Cuba in Norway, and Sweden met Chad."}
{"doc":"d","sent":3,"text":"Milo Dukic was later sentenced to five years in prison."}
END
    tag -q <in | tail -1 | look show >out
    [ "$(cat out)" = 'COERCE Peru > Milo Dukic (happened)' ]
}

@test "who says that somebody must or should do a thing asks for it; that a thing should, is a hope" {
    run look events 'Peru said Chile should withdraw its troops.' 'Peru said Chile must withdraw its troops.' \
        'Peru said Chile should be given a loan.' 'Peru said prices should fall.' 'Peru said Chile should be careful.' \
        'Peru said Chile should have withdrawn its troops.'
    [ "$output" = 'REQUEST Peru > Chile (happened)
REQUEST Peru > Chile (happened)
REQUEST Peru (happened)
RETREAT Chile (demanded)' ]
}

@test "whoever is killed in an attack or a clash is killed by whose attack it is" {
    run look events 'Nine farmers were killed in a Peruvian strike.' "Two rebels were killed in a clash with Peru's army." \
        'Two farmers were killed in a Lima bombing.'
    [ "$output" = "ASSAULT Peru > farmers (happened)
ASSAULT Peru > rebels (happened)" ]
}

@test "a list ends where a clause begins with somebody and his name" {
    run look events 'President Anna Lund sent her condolences to Milo Dukic, and her deputy, Mei Tanaka, visited Peru.'
    [ "$output" = 'SUPPORT Anna Lund > Milo Dukic (happened)
CONSULT Mei Tanaka > Peru (happened)' ]
}

@test "who tells of an arrest has made it; who is convicted without a doer is so by the country of the document" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Kenya and Uganda trade. Uganda and Kenya are near."}' \
        '{"doc":"a","sent":2,"text":"Police in Kenya said five suspects were arrested on Monday."}' \
        '{"doc":"a","sent":3,"text":"Anna Lund was questioned twice, the Kisumu Prosecutors Office said."}' \
        '{"doc":"b","sent":1,"text":"Peru is poor."}' \
        '{"doc":"b","sent":2,"text":"Anna Lund was accused of fraud and acquitted."}' \
        '{"doc":"b","sent":3,"text":"Milo Dukic was accused of a part in an attempt by rebels to enter a camp."}' \
        '{"doc":"c","sent":1,"text":"The Assembly of Lapp Chiefs suspended Anna Lund."}' \
        '{"doc":"c","sent":2,"text":"Norway is large and Norway is rich."}' \
        '{"doc":"c","sent":3,"text":"Lund was suspended in March."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE Kenya > suspects (happened)
ACCUSE Kisumu Prosecutors Office > Anna Lund (happened)
ACCUSE Peru > Anna Lund (happened)
CONCEDE Peru > Anna Lund (happened)
SANCTION Assembly of Lapp Chiefs > Anna Lund (happened)
SANCTION Assembly of Lapp Chiefs > Anna Lund (happened)' ]
}

@test "what is alleged is no event; supporters of a party, who; the chief prosecutor by name; investors for themselves" {
    run look events 'Anna Lund denied accusations he attacked Norway.' 'Norway held talks after allegations that Chad attacked Peru.' \
        'Norway freed supporters of the opposition who had been detained by Chad.' \
        'Investors in the Norsk Group accused Norway of fraud.'
    [ "$output" = 'REJECT Anna Lund (happened)
CONSULT Norway (happened)
CONCEDE Norway > supporters (happened)
COERCE Chad > supporters (happened)
ACCUSE investors > Norway (happened)' ]
    printf '%s\n' '{"doc":"a","sent":1,"text":"Milo Dukic met with the chief prosecutor, Anna Lund."}' \
        '{"doc":"a","sent":2,"text":"The prosecutor accused Chad of fraud."}' \
        '{"doc":"b","sent":1,"text":"Chad is poor."}' '{"doc":"b","sent":2,"text":"Prosecutors accused Chad of fraud."}' |
        tag -q >out
    run look show <out
    [ "$output" = 'CONSULT Milo Dukic > Anna Lund (happened)
ACCUSE Anna Lund > Chad (happened)
ACCUSE prosecutors > Chad (happened)' ]
}

@test "they are several who acted, or to whom something was done; whom age limits bar, no country bars" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Norway arrested activists."}' \
        '{"doc":"a","sent":2,"text":"They were charged by Chad."}' \
        '{"doc":"b","sent":1,"text":"Miners at the plant went on strike."}' \
        '{"doc":"b","sent":2,"text":"They accused Chad of fraud."}' \
        '{"doc":"c","sent":1,"text":"Members of the union held a protest in Lima."}' \
        '{"doc":"d","sent":1,"text":"Peru is poor."}' \
        '{"doc":"d","sent":2,"text":"Anna Lund was barred by age limits from the race."}' \
        '{"doc":"e","sent":1,"text":"Former Ugandan President Anna Lund was indicted for fraud."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE Norway > activists (happened)
ACCUSE Chad > activists (happened)
PROTEST miners (happened)
ACCUSE miners > Chad (happened)
PROTEST members (happened)
ACCUSE Uganda > Anna Lund (happened)' ]
}

@test "who has no name is the only one accused; what is investigated is said of somebody; the government of a president" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Norway arrested Anna Lund."}' \
        '{"doc":"a","sent":2,"text":"Norway accused a former lawyer of fraud."}' \
        '{"doc":"a","sent":3,"text":"The defendant rejected the report."}' \
        '{"doc":"a","sent":4,"text":"The victim accused Norway of delay."}' \
        '{"doc":"b","sent":1,"text":"Police looked into allegations that Milo Dukic bribed Webb."}' \
        '{"doc":"c","sent":1,"text":"Students protested against the government of President Anna Lund."}' \
        '{"doc":"d","sent":1,"text":"The Oslo Court was told that Milo Dukic was arrested."}' \
        '{"doc":"e","sent":1,"text":"Norway criticized Chad for failing to arrest Anna Lund."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE Norway > Anna Lund (happened)
ACCUSE Norway > Anna Lund (happened)
REJECT Anna Lund (happened)
ACCUSE victim > Norway (happened)
ACCUSE police > Milo Dukic (happened)
PROTEST students > Anna Lund (happened)
ACCUSE Norway > Chad (happened)' ]
}

@test "charges are events also in a document about something else; who was convicted there is sentenced there" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Anna Lund and Milo Dukic played with Peter Webb and Mary Hale in the Norsk Group."}' \
        '{"doc":"a","sent":2,"text":"Anna Lund visited Milo Dukic."}' \
        '{"doc":"a","sent":3,"text":"Anna Lund accused Milo Dukic of theft."}' \
        '{"doc":"b","sent":1,"text":"Peru is poor. Peru is far and Peru is old."}' \
        '{"doc":"b","sent":2,"text":"Anna Lund was convicted in Norway of fraud, and fined."}' | tag -q >out
    run look show <out
    [ "$output" = 'ACCUSE Anna Lund > Milo Dukic (happened)
COERCE Norway > Anna Lund (happened)' ]
}

@test "the department is the one named before, unless another noun says which" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"The Department of Agriculture is in Lima."}' \
        '{"doc":"a","sent":2,"text":"The budget department accused Chad of fraud."}' \
        '{"doc":"a","sent":3,"text":"The agriculture department accused Norway of fraud."}' | tag -q >out
    run look show <out
    [ "$output" = 'ACCUSE Department of Agriculture > Norway (happened)' ]
}

@test "what a speaker with a name says of somebody else is an act of his: blame, praise, what the other needs to do" {
    run look events 'Anna Lund said Peru had tortured prisoners.' 'Anna Lund said Peru had not honoured the deal.' \
        'Anna Lund said Peru was a reliable partner.' 'Anna Lund said the arrests were unacceptable.' \
        'Anna Lund said Peru needs to act.' 'Anna Lund said Peru was not a threat.' 'Officials said attackers stole the car.'
    [ "$output" = 'ACCUSE Anna Lund > Peru (happened)
ACCUSE Anna Lund > Peru (happened)
SUPPORT Anna Lund > Peru (happened)
ACCUSE Anna Lund (happened)
REQUEST Anna Lund > Peru (happened)' ]
}

@test "a speaker behind his quotation demands and blames; what he wants of himself is no demand; anger is his who feels it" {
    run look events '"Peru must stop the war," said Anna Lund.' 'Peru has violated the treaty, Anna Lund said.' \
        '"We must go on," said Anna Lund.' 'Peru’s decision angered Chile.' 'Anna Lund was alarmed by Peru’s decision.' \
        'Peru will not withdraw its troops from Chile.'
    [ "$output" = 'REQUEST Anna Lund > Peru (happened)
ACCUSE Anna Lund > Peru (happened)
ACCUSE Chile > Peru (happened)
ACCUSE Anna Lund > Peru (happened)
REJECT Peru > Chile (happened)' ]
}

@test "by whom a passive is done is no target; whoever has done it, a country has not; his is who the sentence names" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Peru is poor and Peru is large. Peru has a long coast."}' \
        '{"doc":"a","sent":2,"text":"The ban was ruled illegal by the Kafui court system."}' \
        '{"doc":"a","sent":3,"text":"Anna Lund was accused of lying by a woman."}' \
        '{"doc":"a","sent":4,"text":"The Lima Press Union was accused of misleading readers."}' \
        '{"doc":"b","sent":1,"text":"Mr Milo Dukic resigned. President Anna Lund of Peru waited."}' \
        '{"doc":"b","sent":2,"text":"President Anna Lund of Peru met her counterparts from Chile and Mali."}' | tag -q >out
    run look show <out
    [ "$output" = 'RETREAT Milo Dukic > Peru (happened)
CONSULT Anna Lund > Chile (happened)
CONSULT Anna Lund > Mali (happened)' ]
}

@test "a bare form of a verb says nothing of one person; two Arab states are not the last two named" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Norway wrote to Sweden."}' \
        '{"doc":"a","sent":2,"text":"\"It works,\" said Anna Lund, a chemist and jail expert from Oslo."}' \
        '{"doc":"a","sent":3,"text":"The two Arab states criticised Peru."}' \
        '{"doc":"a","sent":4,"text":"Anna Lund will sign a treaty with Mali and visit Peru."}' \
        '{"doc":"a","sent":5,"text":"The two states criticised Mali."}' | tag -q >out
    run look show <out
    [ "$output" = 'CONSULT Norway > Sweden (happened)
ACCUSE Arab world > Peru (happened)
AGREE Anna Lund > Mali (planned)
CONSULT Anna Lund > Peru (planned)
ACCUSE Norway > Mali (happened)
ACCUSE Peru > Mali (happened)' ]
}

@test "when with a present tense is to come or nobody's; gerunds share will; who contacts somebody requesting, requests" {
    run look events 'The talks will begin when Anna Lund visits Peru.' 'It rains when Chile supports Peru.' \
        'It rained when Chile supported Peru.' 'Anna Lund will be touring Peru and meeting Milo Dukic.' \
        'Anna Lund contacted the Peruvian government requesting visas.'
    [ "$output" = 'CONSULT Anna Lund > Peru (planned)
SUPPORT Chile > Peru (hypothetical)
SUPPORT Chile > Peru (happened)
CONSULT Anna Lund > Peru (planned)
CONSULT Anna Lund > Milo Dukic (planned)
CONSULT Anna Lund > Peru (happened)
REQUEST Anna Lund (happened)' ]
}

@test "they are not those to whom they do it; who backs down does not back" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Peru arrested the farmers."}' \
        '{"doc":"a","sent":2,"text":"They asked the farmers to leave Chile."}' \
        '{"doc":"a","sent":3,"text":"Norway seems to be backing down on visas."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE Peru > farmers (happened)
RETREAT Norway (happened)' ]
}

@test "in a report on sports nations meet and beat each other without politics; the same words elsewhere tell of it" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"The coach praised his goalkeeper and the striker after the match."}' \
        '{"doc":"a","sent":2,"text":"Peru will host Chile in the semifinal of the football tournament."}' \
        '{"doc":"a","sent":3,"text":"President Anna Lund of Peru met Milo Dukic in the stadium."}' \
        '{"doc":"b","sent":1,"text":"Peru will host Chile in March."}' | tag -q >out
    run look show <out
    [ "$output" = 'CONSULT Anna Lund > Milo Dukic (happened)
CONSULT Peru > Chile (planned)' ]
}

@test "the country is the first that the sentence names before it, not another of the two nor one's own" {
    run look events 'After Chad fell, Norway froze aid to the country.' \
        'The Chadian capital burned while Norwegian troops invaded the country.' \
        'Mali is far. Norway froze aid to the country.' "Norway accused Chad of invading the country's cities." \
        'Peru promised to lead the country.'
    [ "$output" = 'SANCTION Norway > Chad (happened)
ASSAULT Norway > Chad (happened)
SANCTION Norway (happened)
ACCUSE Norway > Chad (happened)
AGREE Peru (happened)' ]
}

@test "what somebody and his own do is told of him; her party is the one she leads; a share of the vote is won in a country" {
    run look events 'President Anna Lund and her supporters accuse Peru.' 'Norway arrested Milo Dukic and his aides.' \
        'Norway arrested Milo Dukic and two aides.' 'A court in Peru granted bail for Milo Dukic.'
    [ "$output" = 'ACCUSE Anna Lund > Peru (happened)
COERCE Norway > Milo Dukic (happened)
COERCE Norway > Milo Dukic (happened)
COERCE Norway > aides (happened)
CONCEDE Peru > Milo Dukic (happened)' ]
    printf '%s\n' '{"doc":"a","sent":1,"text":"Anna Lund, leader of the Ice Party, came back to Chad."}' \
        '{"doc":"a","sent":2,"text":"Her party accused Chad of fraud."}' \
        '{"doc":"b","sent":1,"text":"Norway is cold and Norway is far."}' \
        '{"doc":"b","sent":2,"text":"Anna Lund won 52% of the vote."}' \
        '{"doc":"b","sent":3,"text":"She pushed for the government to build schools."}' | tag -q >out
    run look show <out
    [ "$(echo "$output" | grep -v CONSULT)" = 'ACCUSE Ice Party > Chad (happened)
OTHER Anna Lund > Norway (happened)
REQUEST Anna Lund > Norway (happened)' ]
}

@test "whoever is called by his town acts for himself; pushing somebody from a roof asks for nothing" {
    run look events 'A Texas man killed a guard.' 'The Ohio driver attacked Peru.' \
        'The suspect has denied pushing Anna Lund from the roof.' 'Peru pushed Chile for an answer.'
    [ "$output" = 'ASSAULT Texas man > guard (happened)
ASSAULT Ohio driver > Peru (happened)
REQUEST Peru > Chile (happened)' ]
}

@test "an interview is no meeting; an occupation that lasts is unsure; hacked to death" {
    run look events 'Anna Lund of Norway spoke to BBC News.' 'Anna Lund briefed reporters.' 'Anna Lund spoke to Milo Dukic.' \
        'A Lahore court sentenced Anna Lund.' 'Norway ended its occupation of Chad.' "Norway's seizure of Chad was quick." 'Milo Dukic hacked his wife to death.' \
        'Milo Dukic hacked into the ministry of Peru.'
    [ "$output" = 'CONSULT Anna Lund > Milo Dukic (happened)
COERCE Pakistan > Anna Lund (happened)
COERCE Norway > Chad (happened)
ASSAULT Milo Dukic > wife (happened)
COERCE Milo Dukic > Peru (happened)' ]
}

@test "journalists, politicians and leaders of the opposition are not their country" {
    run look events 'Chadian journalists accused Peru.' 'Peru arrested a Chadian politician.' \
        "Peru accused Chad's opposition leaders of fraud." 'Peru met the BBC journalists.' 'Peru accused Chadian lawmakers.'
    [ "$output" = 'ACCUSE Chadian journalists > Peru (happened)
COERCE Peru > Chadian politician (happened)
ACCUSE Peru > opposition leaders (happened)
ACCUSE Peru > Chad (happened)' ]
}

@test "the Union government is that of the country spoken of; who receives a sum receives nobody" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"India is big and India is old."}' \
        '{"doc":"a","sent":2,"text":"The Union government banned Twitter."}' \
        '{"doc":"b","sent":1,"text":"The European Union government banned Twitter."}' \
        '{"doc":"c","sent":1,"text":"Peru received $2 million and Chad $1 million."}' \
        '{"doc":"d","sent":1,"text":"Peru received Anna Lund."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE India > Twitter (happened)
COERCE European Union > Twitter (happened)
CONSULT Peru > Anna Lund (happened)' ]
}

@test "a dateline ends at its dash; what else is so is no partner; no doer is guessed who suffers it himself" {
    run look events 'LIMA - Norway and Chad signed an agreement.' 'Lima, July 3 -- Anna Lund and Milo Dukic met.' \
        'Lima - the capital - is old.' 'President Anna Lund and Peru met on Monday, with Chad hoping for a deal.' \
        'Chadian diplomats have been denied access to the trial.'
    [ "$output" = 'AGREE Norway > Chad (happened)
CONSULT Anna Lund > Milo Dukic (happened)
CONSULT Anna Lund > Peru (happened)' ]
}

@test "who only hosts talks between both rivals is none of them, and meets both" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Norway and Peru are old rivals."}' \
        '{"doc":"a","sent":2,"text":"Norway is far from Peru."}' \
        '{"doc":"a","sent":3,"text":"Chad has hosted long talks between both neighbours."}' | tag -q >out
    run look show <out
    [ "$output" = 'CONSULT Chad > Peru (happened)
CONSULT Chad > Norway (happened)
CONSULT Peru > Norway (happened)' ]
}

@test "whom a complaint comes from is not looked into; who would stay unnamed asks for nothing; blame is not guessed" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Police probed a complaint filed by the Ice Party."}' \
        '{"doc":"b","sent":1,"text":"Senator Anna Lund asked not to be identified."}' \
        '{"doc":"c","sent":1,"text":"Peru is cold and Peru is far."}' \
        '{"doc":"c","sent":2,"text":"Farmers complained of the weather."}' \
        '{"doc":"c","sent":3,"text":"Farmers marched through the rain."}' | tag -q >out
    run look show <out
    [ "$output" = 'ACCUSE police (happened)
ACCUSE Ice Party (happened)
ACCUSE farmers (happened)
PROTEST farmers > Peru (happened)' ]
}

@test "'his government' is that of whoever speaks; 'the West African country' is the one spoken of" {
    run look events "South Africa's president said his government will sue Peru." \
        'Donors to Mali have frozen aid to the West African country.' 'Donors to Mali praised the other country.'
    [ "$output" = 'ACCUSE South Africa > Peru (planned)
SANCTION donors > Mali (happened)' ]
}

@test "whoever calls for international help asks the international community" {
    run look events 'Peru appealed for international aid.' 'Peru asked Chad for international aid.' \
        'Minister Anna Lund called for international action.'
    [ "$output" = 'REQUEST Peru > international community (happened)
REQUEST Peru > Chad (happened)
REQUEST Anna Lund > international community (happened)' ]
}

@test "who is accused behind 'and' of what a clause said of him does not accuse himself" {
    run look events 'Peru said Milo Dukic had lied and expelled him.' 'Peru said Milo Dukic met Anna Lund and thanked her.'
    [ "$output" = 'COERCE Peru > Milo Dukic (happened)
CONSULT Milo Dukic > Anna Lund (happened)
SUPPORT Milo Dukic > Anna Lund (happened)' ]
}

@test "who arrests is the body according to which it was done; where neither side is named an arrest is unsure" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Milo Dukic was arrested, according to the Enforcement Directorate."}' \
        '{"doc":"a","sent":2,"text":"According to the Norsk Police, Anna Lund was arrested."}' \
        '{"doc":"b","sent":1,"text":"Peru is cold and Peru is far."}' \
        '{"doc":"b","sent":2,"text":"Some were arrested."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE Enforcement Directorate > Milo Dukic (happened)
COERCE Norsk Police > Anna Lund (happened)' ]
}

@test "a concern that somebody would do something is about him; an attempt is not theirs who resist it" {
    run look events 'The Security Council has expressed concern that Chad could build weapons.' \
        'Peru has resisted efforts to punish Chad.' 'The party said it would ensure that Peru arrests Anna Lund.'
    [ "$output" = 'ACCUSE United Nations Security Council > Chad (happened)
REJECT Peru (happened)
COERCE Peru > Anna Lund (desired)' ]
}

@test "a newspaper that meets somebody interviews him; a thing that must be kept is asked of nobody" {
    run look events 'The New York Times met Minister Anna Lund.' 'President Anna Lund said the legacy of Milo Dukic must be kept.' \
        'President Anna Lund said Peru must be punished.' \
        'Former senator and activist, Milo Dukic, and Anna Lund led protesters.'
    [ "$output" = 'REQUEST Anna Lund (happened)
REQUEST Anna Lund > Peru (happened)
PROTEST Milo Dukic (happened)
PROTEST Anna Lund (happened)' ]
}

@test "companies of a country are not the country; a deputy prime minister is not the prime minister" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Chadian companies accused Peru."}' \
        '{"doc":"a","sent":2,"text":"Peru asked all licensed companies to leave."}' \
        '{"doc":"a","sent":3,"text":"State-owned Chadian companies lent money to Peru."}' \
        '{"doc":"b","sent":1,"text":"Deputy Prime Minister Milo Dukic of Chad met Ene Obi."}' \
        '{"doc":"b","sent":2,"text":"Norway thanked the Chadian prime minister."}' | tag -q >out
    run look show <out
    [ "$output" = 'ACCUSE Chadian companies > Peru (happened)
REQUEST Peru > all licensed companies (happened)
CONSULT Milo Dukic > Ene Obi (happened)
SUPPORT Norway > Chad (happened)' ]
}

@test "a title that nobody is remembered by is a target as written; who convicts is the court that sentences" {
    run look events 'Ten lawmakers filed a motion against the prime minister.' \
        'Milo Dukic was found guilty of theft and sentenced to death in the Lima District Court.'
    [ "$output" = 'ACCUSE lawmakers > prime minister (happened)
COERCE Lima District Court > Milo Dukic (happened)' ]
}

@test "who asks that somebody act requests it; whom something should be done to is not asked" {
    run look events 'Peru asked that Chad release the sailors.' 'Peru demanded that Milo Dukic be freed.' \
        'Peru asked whether Chad was ill.'
    [ "$output" = 'REQUEST Peru > Chad (happened)
REQUEST Peru (happened)' ]
}

@test "phrases go on behind who leads what they belong to; ties are pledged to each other; a journey for talks" {
    run look events 'Norway imposed sanctions backed by the EU on Chad.' 'Norway and Chad pledged to boost their ties.' \
        'President Anna Lund will fly to Lima for talks with Milo Dukic.'
    [ "$output" = 'SANCTION Norway > Chad (happened)
AGREE Norway > Chad (happened)
CONSULT Anna Lund > Peru (planned)
CONSULT Anna Lund > Milo Dukic (planned)' ]
}

@test "a rally outside an embassy is against its country; a group of people acts; 'another brother and former minister, Lund' is Lund" {
    run look events 'Workers rallied in front of the main gate of the Norsk Group.' \
        'A guard was stabbed by a group of people.' \
        'Another brother and former minister, Milo Dukic, was expelled by Peru.'
    [ "$output" = 'PROTEST workers > Norsk Group (happened)
ASSAULT group of people > guard (happened)
COERCE Peru > Milo Dukic (happened)' ]
}

@test "whoever writes Korea beside North Korea means the South; an office's 'of' is its own; a duty is no blame" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Milo Dukic smuggled rice from North Korea to Korea."}' \
        '{"doc":"a","sent":2,"text":"Korean police arrested him."}' \
        '{"doc":"b","sent":1,"text":"The meeting was chaired by Milo Dukic, vice president and prime minister of Chad."}' \
        '{"doc":"c","sent":1,"text":"Minister Anna Lund said the council is responsible for protecting the river."}' \
        '{"doc":"d","sent":1,"text":"Norway handed Anna Lund an invitation to visit Oman."}' \
        '{"doc":"e","sent":1,"text":"Thousands of refugees fled to India from Myanmar."}' | tag -q >out
    run look show <out
    [ "$output" = 'COERCE South Korea > Milo Dukic (happened)
CONSULT Milo Dukic (happened)
CONSULT Anna Lund > Oman (offered)
RETREAT refugees > Myanmar (happened)' ]
}

@test "who denies something answers whoever has accused him of it" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Norway accused Chad of theft."}' \
        '{"doc":"a","sent":2,"text":"Peru thanked Norway."}' '{"doc":"a","sent":3,"text":"Chad denied any involvement."}' | tag -q >out
    run look show <out
    [ "$output" = 'ACCUSE Norway > Chad (happened)
SUPPORT Peru > Norway (happened)
REJECT Chad > Norway (happened)' ]
}

@test "'the minister of Chad, Lund' holds that office; 'the visiting minister' is of another country" {
    printf '%s\n' '{"doc":"a","sent":1,"text":"Peru is cold and Peruvian Foreign Minister Anna Lund is ill."}' \
        '{"doc":"a","sent":2,"text":"The Minister of Foreign Affairs of the Republic of Chad, Milo Dukic, came to Peru."}' \
        '{"doc":"a","sent":3,"text":"President Ene Obi thanked the visiting Foreign Affairs Minister."}' \
        '{"doc":"b","sent":1,"text":"The president of Chad, Milo Dukic, is ill."}' \
        '{"doc":"b","sent":2,"text":"Norway thanked the Chadian leader."}' | tag -q >out
    run look show <out
    [ "$output" = 'SUPPORT Ene Obi > Milo Dukic (happened)
SUPPORT Norway > Milo Dukic (happened)' ]
}

@test "'arguing that Chad lied and urging' goes on with who argues; whose voices are repressed is not their voice; in opposition to" {
    run look events 'Milo Dukic wrote to Peru, arguing that Chad had lied and urging Norway to help.' \
        'Peru is repressing voices expressing concern.' 'Peru mobilised troops in opposition to Chad.' \
        'U.S. Special Envoy to the Horn of Africa Ambassador Anna Lund met Peru.'
    [ "$output" = 'CONSULT Milo Dukic > Peru (happened)
REQUEST Milo Dukic > Norway (happened)
COERCE Peru (happened)
MOBILIZE Peru > Chad (happened)
CONSULT Anna Lund > Peru (happened)' ]
}

@test "two who meet a third to talk of something do not meet each other" {
    run look events 'President Anna Lund and President Milo Dukic met with Peru to discuss trade.' \
        'Norway and Chad met on Thursday with a delegation from Peru intending to buy rice.' 'Peru and Chile agreed to help Cuba.'
    [ "$output" = 'CONSULT Anna Lund > Peru (happened)
CONSULT Milo Dukic > Peru (happened)
CONSULT Norway > Peru (happened)
CONSULT Chad > Peru (happened)
AGREE Peru > Chile (happened)' ]
}

@test "whose office, delegation and detention it is: of what follows 'as', of who leads it, of where it was" {
    run look events 'Milo Dukic resigned as prime minister of Chad.' 'A delegation led by Minister Milo Dukic visited Lima.' \
        'A Chadian delegation led by Minister Milo Dukic visited Lima.' 'Norway voiced concern over the detention of Milo Dukic in Chad.' \
        'Chad accused neighbouring Sudan of theft.' 'The ministry of education of Peru accused Chad.' \
        "The head of the Norsk Bank, Anna Lund, met with Chad's finance minister in Oslo."
    [ "$output" = 'RETREAT Milo Dukic > Chad (happened)
CONSULT Milo Dukic > Peru (happened)
CONSULT Chad > Peru (happened)
ACCUSE Norway > Chad (happened)
ACCUSE Chad > Sudan (happened)
ACCUSE Peru > Chad (happened)
CONSULT Anna Lund > Chad (happened)' ]
}

@test "whom an infinitive helps or harms is the target; 'visiting' only describes a guest; the situation in a country is its own" {
    run look events 'Norway pledged $5 million to help Chad rebuild schools.' 'Police used gas to disperse protesters.' \
        'Peru foiled a plot to bomb Chad.' 'President Anna Lund held talks with visiting Norwegian minister Milo Dukic.' \
        'Peru voiced deep concern about the situation in Chad.' 'Opposition lawmakers in Peru accused Chad.' \
        'Norway imposed a travel ban on four Chadian officials.'
    [ "$output" = 'AID Norway > Chad (planned)
COERCE police > protesters (happened)
COERCE Peru (happened)
CONSULT Anna Lund > Milo Dukic (happened)
ACCUSE Peru > Chad (happened)
ACCUSE opposition lawmakers > Chad (happened)
SANCTION Norway > Chad (happened)' ]
}

@test "a party does not release its leader; whom somebody accuses of lying; flooded villages are not investigated" {
    run look events "The Ice Party's leader Anna Lund was released on Friday." 'The man whom Peru accused of lying met Chad.' \
        'Minister Anna Lund inspected flooded villages.' 'Norwegian officials opened a new bridge.' \
        "Norway's ambassador in Chad, Anna Lund, said her country would sue Peru."
    [ "$output" = 'ACCUSE Peru > man (happened)
ACCUSE Norway > Peru (planned)' ]
}

@test "a list goes on behind the country of a president; groups of a country are not the country" {
    run look events 'Norway met President Milo Dukic of Chad and President Ene Obi of Sudan.' \
        'Norway thanked Anna Lund of Chad and Peru left.' 'Chad has banned Norwegian aid groups.'
    [ "$output" = 'CONSULT Norway > Milo Dukic (happened)
CONSULT Norway > Ene Obi (happened)
SUPPORT Norway > Anna Lund (happened)
COERCE Chad > Norwegian aid groups (happened)' ]
}

@test "who holds an office that a body's name explains is a person, and water is nobody" {
    run look events "The head of Peru's tax agency, Milo Dukic, met President Anna Lund." \
        "The leader of Chad's ruling party, Milo Dukic, praised Norway." \
        'Norway expressed concern over the situation in the Coral Sea.' 'Peruvian ships fired water cannon at a Chilean boat.'
    [ "$output" = 'CONSULT Milo Dukic > Anna Lund (happened)
SUPPORT Milo Dukic > Norway (happened)
ACCUSE Norway (happened)
COERCE Peru > Chile (happened)' ]
}

@test "what is the country's is that of the one the document is about, and who is said to have ignored somebody is blamed" {
    printf '%s\n' "{\"doc\":\"a\",\"text\":\"Chad's parliament approved a budget.\"}" \
        "{\"doc\":\"a\",\"text\":\"The World Bank praised the country's growth.\"}" \
        '{"doc":"a","text":"Senator Anna Lund said Chad had ignored the poor."}' | tag -q | look show >out
    diff -u <(printf '%s\n' 'OTHER Parliament of Chad (happened)' 'SUPPORT World Bank > Chad (happened)' \
        'ACCUSE Anna Lund > Chad (happened)') out
}

@test "those counted before a comma are the ones named behind it" {
    run look events 'Peru arrested two students, Milo Dukic and Anna Lund.' 'Two senators, Milo Dukic and Anna Lund, visited Chad.'
    [ "$output" = 'COERCE Peru > Milo Dukic (happened)
COERCE Peru > Anna Lund (happened)
CONSULT Milo Dukic > Chad (happened)
CONSULT Anna Lund > Chad (happened)' ]
}

@test "'it' that is accused, urged or given something is the country or body named last that does not act itself" {
    run look events 'Peru met the Norwegian minister and accused it of lying.' \
        'Peru criticised Chad and called on it to free the sailors.' "Chad's president visited Norway and promised it more weapons." \
        'Peru met Chad and rejected it.'
    [ "$output" = 'CONSULT Peru > Norway (happened)
ACCUSE Peru > Norway (happened)
ACCUSE Peru > Chad (happened)
REQUEST Peru > Chad (happened)
CONSULT Chad > Norway (happened)
AID Chad > Norway (planned)
CONSULT Peru > Chad (happened)
REJECT Peru (happened)' ]
    printf '%s\n' '{"doc":"a","text":"Milo Dukic met Anna Lund in Lima."}' '{"doc":"a","text":"He accused her of lying."}' |
        tag -q | look show >out
    diff -u <(printf '%s\n' 'CONSULT Milo Dukic > Anna Lund (happened)' 'ACCUSE Milo Dukic > Anna Lund (happened)') out
}

@test "who fights for a body is that body; state servants who protest are themselves; thousands are somebody" {
    run look events 'Rebels from the M23 seized a bridge.' 'Norwegian judges went on strike.' \
        'Tens of thousands marched against the government.' 'Thousands protested in Lima.'
    [ "$output" = 'COERCE March 23 Movement (happened)
PROTEST Norwegian judges (happened)
PROTEST Tens of thousands (happened)
PROTEST thousands (happened)' ]
}

@test "whom a car carries is aimed at with it; whose goods are taxed; what 'inter-' stands before is nobody's" {
    run look events "Soldiers opened fire on a car carrying Peru's ministers." \
        'Norway imposed tariffs on imports of Chadian steel.' 'The inter-American system condemned Peru.'
    [ "$output" = 'ASSAULT soldiers > Peru (happened)
SANCTION Norway > Chad (happened)' ]
}

@test "a bare verb behind those it is demanded of; what is restructured by a deal is no deed; what comes before a visit to come" {
    run look events 'Protesters demanded that President Milo Dukic resign.' \
        'Norway and Chad signed a debt restructuring deal.' 'President Anna Lund will meet Milo Dukic before she visits Peru.' \
        'Peru closed the border after Chad sent troops.'
    [ "$output" = 'REQUEST protesters > Milo Dukic (happened)
AGREE Norway > Chad (happened)
CONSULT Anna Lund > Milo Dukic (planned)
CONSULT Anna Lund > Peru (planned)
OTHER Peru (happened)
MOBILIZE Chad (happened)' ]
}

@test "'the group' that somebody acts against is the body named last; a border with a country; more than a dozen agreements" {
    printf '%s\n' '{"doc":"a","text":"Niger asked the Red Cross to leave."}' \
        '{"doc":"a","text":"It accused the group of lying."}' | tag -q | look show >out
    diff -u <(printf '%s\n' 'REQUEST Niger > Red Cross (happened)' 'ACCUSE Niger > Red Cross (happened)') out
    run look events 'Peru sent troops to its border with Chad.' 'Norway and Chad signed more than a dozen agreements.'
    [ "$output" = 'MOBILIZE Peru > Chad (happened)
AGREE Norway > Chad (happened)' ]
}

@test "a report does what its author does; clashes that broke out are those between whom they did; Kurds are not a state" {
    run look events 'A UN report accused Chad of arming rebels.' 'Clashes broke out between police and protesters.' \
        'Turkish forces clashed with Kurdish fighters.' 'A United Nations report said Peru is the second producer behind Chad.' \
        'Peru called Chad a threat to peace.'
    [ "$output" = 'ACCUSE United Nations > Chad (happened)
ASSAULT police > protesters (happened)
ASSAULT Turkey > Kurdish fighters (happened)
ACCUSE Peru > Chad (happened)' ]
}

@test "what is no act of theirs: conditions, 'it landed', figures released, consulting firms, what somebody is named, sides unknown" {
    run look events 'The bank lent money on the condition that Norway stop buying arms from Chad.' \
        'The plane left Peru and it landed in Chad.' 'Norway released the figure for June.' \
        'A survey that consulting firm Hart Sands released was wrong.' 'A resident named Anna Sin said life was hard.' \
        'The two sides exchanged insults.'
    [ "$output" = '' ]
}

@test "whose account it is; about whom one complains; inverted and listed passives; communities" {
    run look events 'Judge Anna Lund said that according to Ene Obi, she met the smugglers in Zambia.' \
        'Milo Dukic complained to the UN about Peru.' \
        'Not only was Milo Dukic indicted by Chad, he was jailed.' \
        'Milo Dukic has been accused, charged and jailed by Peru.' 'A Peruvian indigenous community turned to Spain for help.' \
        'Peru decided to deny citizenship to Milo Dukic.'
    [ "$output" = 'CONSULT Ene Obi > smugglers (happened)
ACCUSE Milo Dukic > Peru (happened)
ACCUSE Chad > Milo Dukic (happened)
COERCE Chad > Milo Dukic (happened)
COERCE Peru > Milo Dukic (happened)
REQUEST Peruvian indigenous community > Spain (happened)
REJECT Peru > Milo Dukic (planned)' ]
}

@test "an oath of office is of no body; citizens of a town are not its country; people jailed are not who jails" {
    run look events 'Anna Lund took oath of office in Chad. The Office for Rice of Chad met.' 'Anna Lund contested the 1892 elections in Chad.' \
        'The share of people indicted for theft fell in Chad.' 'The guide said all visitors to Chad must undergo tests.'
    [ "$output" = 'OTHER Anna Lund (happened)
OTHER Anna Lund (happened)' ]
}

@test "what almost happened, what one is charged with, and whom a thing is blamed for" {
    run look events 'Anna Lund almost killed Milo Dukic in Peru.' \
        'India arrested Milo Dukic on allegations of fraud, theft and waging war on Norway.' \
        'Anna Lund sent a mission to Chad. Peru curbed illegal fishing.'
    [ "$output" = 'COERCE India > Milo Dukic (happened)' ]
}

@test "lists of guests: a title before a comma and its holder, a body's name before the holder's" {
    run look events 'President Anna Lund, the foreign minister, Milo Dukic, and the trade minister, Ene Obi, visited Chad.' \
        'The meeting was attended by Minister of Trade Anna Lund, Governor of the Central Bank Milo Dukic and Director of Customs Ene Obi.'
    [ "$output" = 'CONSULT Anna Lund > Chad (happened)
CONSULT Milo Dukic > Chad (happened)
CONSULT Ene Obi > Chad (happened)
CONSULT Anna Lund (happened)
CONSULT Milo Dukic (happened)
CONSULT Ene Obi (happened)' ]
}

@test "a list goes on behind what only says who each is" {
    run look events 'Norway thanked Anna Lund, the foreign minister of Chad, and Milo Dukic.' \
        'Police arrested Anna Lund, a banker, Milo Dukic, a lawyer, and Ene Obi, a teacher.'
    [ "$output" = 'SUPPORT Norway > Anna Lund (happened)
SUPPORT Norway > Milo Dukic (happened)
COERCE police > Anna Lund (happened)
COERCE police > Milo Dukic (happened)
COERCE police > Ene Obi (happened)' ]
}

@test "a sentence that repeats a phrase tens of thousands of times ends soon, and without overflow" {
    for phrase in 'accused him of accusing him of ' 'US-brokered car carrying ' 'US-brokered car owned by ' 'killed led ' \
        'killed sanctions or ' 'it accused it of ' 1. 1: 1,; do
        python3 -c 'import json, sys; print(json.dumps({"text": "Peru attacked " + sys.argv[1] * 60000 + "Chad."}))' "$phrase" >in
        timeout 60 tag -q in >/dev/null
    done
}

# The events of sentences that follow each other in one document.
story() {
    for sentence; do printf '{"doc":"d","text":"%s"}\n' "$sentence"; done | tag -q | look show
}

@test "'he' goes on to mean whom he meant when he came in, and one without a name who came last" {
    run story 'Judge Anna Lund heard a petition from Kafui in Chad.' \
        'The charge against Kafui was that he insulted and attacked guards.' 'He was sentenced to a year.'
    [ "$output" = 'REQUEST Kafui (happened)
ACCUSE Kafui > guards (happened)
ASSAULT Kafui > guards (happened)
COERCE Chad > Kafui (happened)' ]
    run story 'Ene Obi left Chad.' 'A Chilean businessman had been arrested in Peru.' 'He fled to Laos.'
    [ "${lines[-1]}" = 'RETREAT Chilean businessman > Laos (happened)' ]
}

@test "'they' goes on to mean those who acted first" {
    run story 'The presidents met in Lima.' 'They condemned attacks by rebels who threaten Chad.' \
        'They called on the United Nations to help migrants who fled Laos.' 'They also accused Norway.'
    [ "$output" = 'ACCUSE presidents > rebels (happened)
THREATEN rebels > Chad (happened)
REQUEST presidents > United Nations (happened)
RETREAT migrants > Laos (happened)
ACCUSE presidents > Norway (happened)' ]
}

@test "two verbs with one object are done to the same, unless the first may do without" {
    run look events 'Police arrested and charged Anna Lund.' 'Students marched and attacked guards in Chad.' \
        'Milo Dukic resigned and accused Chad.' 'Milo Dukic solicited and accepted bribes.'
    [ "$output" = 'COERCE police > Anna Lund (happened)
ACCUSE police > Anna Lund (happened)
PROTEST students (happened)
ASSAULT students > guards (happened)
RETREAT Milo Dukic (happened)
ACCUSE Milo Dukic > Chad (happened)' ]
}

@test "'both countries' are the two that a document is about, not one named in passing" {
    run story 'Chad and Peru quarrelled over a valley.' 'Chad told Peru to leave it.' 'A war had led to the birth of Laos.' \
        'Both countries signed a treaty in 1998.' 'Chad later visited Peru.'
    [[ "${lines[*]}" = *'AGREE Chad > Peru (happened)'* ]]
}
