load helper

bats_require_minimum_version 1.5.0

# shown FIELD,... [FILE]: those members of each entity, | between them; an entity without the last member is left out
# if it has a ! behind it.
shown() {
    python3 -c '
import json, sys
fields = sys.argv[1].split(",")
for line in open(sys.argv[2], encoding="utf-8") if len(sys.argv) > 2 else sys.stdin:
    for entity in json.loads(line).get("entities", []):
        if not fields[-1].endswith("!") or fields[-1][:-1] in entity:
            print("|".join(str(entity.get(f.rstrip("!"), "")) for f in fields))
' "$@"
}
export -f shown

# entities JSON [MEMBERS]: type, surface, name and value of each entity of the text.
entities() {
    printf '{"text":%s%s}\n' "$1" "${2:+,$2}" | tag --no-events | shown type,text,name,value
}

# marks JSON: type and surface of each entity of the text.
marks() {
    printf '{"text":%s}\n' "$1" | tag --no-events | shown type,text
}

@test "words: dashes, clitics, abbreviations and escaped apostrophes come apart rightly" {
    expect 0 'US|-|North|Korea|summit
US|-|Japan|-|ROK|and|U.S.|-|centered|talks
Russia|\'"'"'s|aim|;|do|n'"'"'t|Xi'"'"'an|Mr.|W.|Bush
10:30|$|1,250.50|31.28|%|161|/|254|9th|voanews.com
习|近|平' '' "$UNIT/tag_words" <<'IN'
US-North Korea summit
US-Japan-ROK and U.S.-centered talks
Russia\'s aim; don't Xi'an Mr. W. Bush
10:30 $1,250.50 31.28% 161/254 9th voanews.com
习近平
IN
}

@test "words do not depend on the machine's vectors" {
    expect 0 '' '' "$UNIT/tag_twin"
    expect 0 '' '' "$UNIT/tag_narrow"
}

@test "persons, titles, countries, places, dates and sums with names and values" {
    printf '{"id":"a.1","doc":"a","date":"2019-06-30","text":"Kenyan President Ruta Odhiambo met Peruvian Foreign Minister José Quispe in Oslo on June 12 over $5.5 million."}\n' >in
    expect 0 'NATIONALITY|Kenyan|Kenya|
TITLE|President|president|
PERSON|Ruta Odhiambo|Ruta Odhiambo|
NATIONALITY|Peruvian|Peru|
TITLE|Foreign Minister|foreign minister|
PERSON|José Quispe|José Quispe|
PLACE|Oslo|Oslo|
DATE|June 12|2019-06-12|2019-06-12
MONEY|$5.5 million|5500000 USD|5500000 USD' '' bash -c "tag --no-events in | shown type,text,name,value"
}

@test "a hyphen between two countries parts them" {
    expect 0 'COUNTRY|US|United States|
COUNTRY|Japan|Japan|
COUNTRY|ROK|South Korea|' '' entities '"The US-Japan-ROK drill went on."'
}

@test "places are counted in code points" {
    expect 0 '5|10' '' bash -c 'printf "%s\n" "{\"text\":\"Où — Japan\"}" | tag --no-events | shown start,end'
}

@test "a short form takes the name that the document gives, whichever comes first" {
    printf '%s\n' '{"doc":1,"text":"Mwangi spoke first."}' '{"doc":1,"text":"Minister Grace Mwangi left."}' \
        '{"doc":2,"text":"Mr. Mwangi spoke."}' >in
    expect 0 'Grace Mwangi
Grace Mwangi
Mwangi' '' bash -c "tag --no-events --types=PERSON in | shown name"
}

@test "an acronym in parentheses stands for the name before it in the whole document" {
    printf '%s\n' '{"doc":1,"text":"The Lakes Reform Council (LRC) met."}' '{"doc":1,"text":"Later the LRC voted."}' >in
    expect 0 'Lakes Reform Council
Lakes Reform Council
Lakes Reform Council' '' bash -c "tag --no-events in | shown name"
}

@test "an acronym that several bodies share is the one of the country spoken of, or the one named in full" {
    printf '%s\n' '{"doc":1,"text":"The PPP met in Pakistan."}' '{"doc":2,"text":"The PPP met in South Korea."}' \
        '{"doc":3,"text":"South Korea wrote to the Pakistan Peoples Party."}' '{"doc":3,"text":"The PPP answered."}' \
        '{"doc":4,"text":"The Peace Party of Larkland (PPP) met in South Korea."}' >in
    expect 0 'Pakistan Peoples Party
People Power Party
Pakistan Peoples Party
Pakistan Peoples Party
Peace Party of Larkland
Peace Party of Larkland' '' bash -c "tag --no-events --types=ORG in | shown name"
}

@test "two countries that share their last word come apart" {
    expect 0 'COUNTRY|North|North Korea|
COUNTRY|South Korea|South Korea|' '' entities '"Trade between North and South Korea fell."'
    expect 0 'NATIONALITY|North|North Korea|
NATIONALITY|South Korean|South Korea|' '' entities '"The North and South Korean envoys met."'
}

@test "dates are EDTF against the article's date, and no year is invented" {
    expect 0 'DATE|September 4|XXXX-09-04|XXXX-09-04' '' entities '"They met on September 4."'
    expect 0 'DATE|last year|2017|2017
DATE|late March|2018-03~|2018-03~
DATE|April 5-6|2018-04-05/2018-04-06|2018-04-05/2018-04-06
DATE|Monday|2018-04-09|2018-04-09
DATE|18 years|P18Y|P18Y' '' entities '"Sales rose last year, fell in late March and on April 5-6, and on Monday after 18 years."' '"date":"2018-04-09"'
    expect 0 'DATE|recent months|recent months|' '' entities '"It grew in recent months."' '"date":"2018-04-09"'
}

@test "a date without a year lies on the side of the article's day that its clause speaks of" {
    expect 0 'DATE|February|2024-02|2024-02
DATE|August|2024-08|2024-08' '' entities '"They signed it in February and will meet in August."' '"date":"2024-07-20"'
    expect 0 'DATE|Monday|2024-07-22|2024-07-22' '' entities '"On Monday voters will choose."' '"date":"2024-07-20"'
    expect 0 'DATE|Monday|2024-07-15|2024-07-15' '' entities '"He was told on Monday that it will close."' '"date":"2024-07-20"'
    expect 0 'DATE|Monday|2024-07-22|2024-07-22' '' entities '"Voters go to the polls on Monday."' '"date":"2024-07-20"'
    expect 0 'DATE|Friday|2024-07-26|2024-07-26' '' entities '"The vote is to be held on Friday."' '"date":"2024-07-20"'
    expect 0 'DATE|Nov. 5|2024-11-05|2024-11-05' '' entities '"The vote is set for Nov. 5."' '"date":"2024-05-15"'
}

@test "only a body that every state has gets the document's country, and only one that it clearly speaks of" {
    printf '%s\n' '{"doc":1,"text":"Kenya and Kenyan envoys met the Supreme Court, the World Anti-Doping Agency and the OHCHR."}' \
        '{"doc":2,"text":"The Supreme Court heard Kenya, Kenyan officials, Mali and Malian officials."}' >in
    expect 0 'Supreme Court of Kenya
World Anti-Doping Agency
Office of the United Nations High Commissioner for Human Rights
Supreme Court' '' bash -c "tag --no-events --types=ORG in | shown name"
}

@test "a house of parliament is one of a country that has one of that name" {
    printf '%s\n' '{"doc":1,"text":"Congress met as China, Chinese envoys, Peru and others waited."}' \
        '{"doc":2,"text":"North Korea and North Korean envoys wrote to the National Assembly in South Korea."}' \
        '{"doc":3,"text":"The Ministry of Justice wrote to the United States, American envoys, Egypt and Egyptian judges."}' >in
    expect 0 'Congress of Peru
National Assembly of South Korea
Ministry of Justice (Egypt)' '' bash -c "tag --no-events --types=ORG in | shown name"
}

@test "a person's accents are the article's, for short forms too" {
    printf '%s\n' '{"doc":1,"text":"Obrador left."}' '{"doc":1,"text":"Andrés Manuel López Obrador left Mexico."}' >in
    expect 0 'Andrés Manuel López Obrador
Andrés Manuel López Obrador' '' bash -c "tag --no-events --types=PERSON in | shown name"
}

@test "a surname keeps the small words before it, and stands for the full name" {
    printf '%s\n' '{"doc":1,"text":"Bin Talal met Grace van der Mwangi."}' \
        '{"doc":1,"text":"Prince Omar bin Talal thanked Van der Mwangi."}' >in
    expect 0 'Bin Talal|Omar bin Talal
Grace van der Mwangi|Grace van der Mwangi
Omar bin Talal|Omar bin Talal
Van der Mwangi|Grace van der Mwangi' '' bash -c "tag --no-events --types=PERSON in | shown text,name"
}

@test "a surname alone is one named before it, not one still to come" {
    printf '%s\n' '{"doc":1,"text":"President Grace Mwangi spoke."}' '{"doc":1,"text":"Mwangi named Minister Tom Mwangi."}' \
        '{"doc":1,"text":"Minister Tom Mwangi thanked her."}' >in
    expect 0 'Grace Mwangi
Grace Mwangi
Tom Mwangi
Tom Mwangi' '' bash -c "tag --no-events --types=PERSON in | shown name"
}

@test "quarters, years and months that share a year" {
    expect 0 'DATE|Q1 2024|2024-33|2024-33
DATE|1999 to 2003|1999/2003|1999/2003
DATE|June or July 2022|2022-06/2022-07|2022-06/2022-07' '' entities '"In Q1 2024, from 1999 to 2003, and in June or July 2022."'
}

@test "a town that is part of a person's name in the document is that person where nothing says where" {
    printf '%s\n' '{"doc":1,"text":"President Joaquin Merlo Ibarra spoke."}' \
        '{"doc":1,"text":"Prosecutors accuse Merlo of theft in Merlo."}' >in
    expect 0 'PERSON|Joaquin Merlo Ibarra
PERSON|Joaquin Merlo Ibarra
PLACE|Merlo' '' bash -c "tag --no-events --types=PERSON,PLACE in | shown type,name"
}

@test "a law is no entity, nor is what its name holds" {
    expect 0 'COUNTRY|Kenya|Kenya|' '' entities '"They said that the Human Rights and Democracy Act of Kenya was weak."'
    expect 0 'PERSON|Bill Mwangi|Bill Mwangi|' '' entities '"They said that Bill Mwangi was weak."'
}

@test "an award is nobody's name" {
    expect 0 'PERSON|Grace Mwangi|Grace Mwangi|' '' entities '"The Nobel Peace Prize went to Grace Mwangi."'
}

@test "but for accents a listed person has the list's name in every document" {
    expect 0 'PERSON|Kim Jong-un|Kim Jong Un|' '' entities '"Then Kim Jong-un went home."'
}

@test "a listed body, its office and who holds it come apart" {
    expect 0 'ORG|UN|United Nations|
TITLE|Secretary-General|secretary-general|
PERSON|Vera Lind|Vera Lind|' '' entities '"The UN Secretary-General Vera Lind spoke."'
}

@test "a body's name ends before the day" {
    expect 0 'ORG|Lakes Reform Council|Lakes Reform Council|
DATE|Monday|Monday|' '' entities '"The Lakes Reform Council on Monday adopted it."'
}

@test "the language decides which number of a date is the month" {
    expect 0 'DATE|11/04/2024|2024-11-04|2024-11-04' '' entities '"Signed 11/04/2024 there."' '"lang":"en-US"'
    expect 0 'DATE|11/04/2024|2024-04-11|2024-04-11' '' entities '"Signed 11/04/2024 there."' '"lang":"en-GB"'
    expect 0 'DATE|11/04/2024|11/04/2024|' '' entities '"Signed 11/04/2024 there."'
}

@test "numbers, ranges and percentages; one as a pronoun is none" {
    expect 0 'NUMBER|two|2|2
NUMBER|1.5 million|1500000|1500000
PERCENT|31.28%|31.28%|31.28%
NUMBER|161/254|161/254|161/254' '' entities '"The two parties got 1.5 million votes, 31.28% or 161/254 seats."'
    expect 0 '' '' entities '"This is one of the best, and no one left."'
}

@test "names of the user's own count before all else, readable or compiled" {
    printf 'Ruritania\tCOUNTRY\tX1\tRuri\tadj=Ruritanian;capital=Strelsau\n# a comment\nNorway House\tFACILITY\n' >names.tsv
    printf '{"text":"A Ruritanian in Strelsau saw Norway House in Ruri."}\n' >in
    local want='NATIONALITY|Ruritania|X1|user
PLACE|Strelsau||user
FACILITY|Norway House||user
COUNTRY|Ruritania|X1|user'
    expect 0 "$want" '' bash -c "tag --names=names.tsv --only-names in | shown type,name,id,rule"
    expect 0 '' '' tag --names=names.tsv --compile-names=names.bin </dev/null
    expect 0 "$want" '' bash -c "tag --names=names.bin --only-names in | shown type,name,id,rule"
}

@test "a damaged compiled list is refused" {
    printf 'Ruritania\tCOUNTRY\n' >names.tsv
    tag --names=names.tsv --compile-names=names.bin </dev/null
    printf 'x' | dd of=names.bin bs=1 seek=5000 conv=notrunc status=none
    expect 2 '' 'tag: names.bin: damaged' tag --names=names.bin </dev/null
}

@test "a bad line of a list is named with its file and number" {
    printf '# fine\nRuritania\tLAND\n' >names.tsv
    expect 2 '' 'tag: names.tsv:2: unknown type' tag --names=names.tsv </dev/null
}

@test "--only-names finds listed names and nothing else" {
    expect 0 'COUNTRY' '' bash -c "printf '{\"text\":\"Norway met Jane Doe on 4 May.\"}\n' | tag --only-names | shown type"
}

@test "--types keeps the types asked for; an unknown one is refused" {
    expect 0 'Norway' '' bash -c "printf '{\"text\":\"Norway paid 5 million.\"}\n' | tag --types=COUNTRY --no-events | shown text"
    expect 2 '' "tag: --types: 'Person' is no type; they are PERSON,ORG,COUNTRY,PLACE,FACILITY,NATIONALITY,TITLE,EVENT,DATE,TIME,MONEY,PERCENT,NUMBER" \
        tag --types=PLACE,Person </dev/null
}

@test "every pattern built in is one" {
    expect 0 '' '' tag --rules="$BATS_TEST_DIRNAME/../tools/tag/rules.tsv" /dev/null
}

@test "rules of the user's own replace those built in; a bad one is named" {
    printf 'trigger\tcode\tcode\nlot.code\tNUMBER\tnumber\tcode\tcode (?<n>[0-9]+)\n' >rules.tsv
    expect 0 'lot.code|17' '' bash -c "printf '{\"text\":\"lot code 17 of 2019\"}\n' | tag --rules=rules.tsv --no-events | shown rule,value!"
    printf 'bad\tNUMBER\tnumber\tdigit\t(\n' >rules.tsv
    run tag --rules=rules.tsv </dev/null
    [ "$status" = 2 ]
    [[ $output == "tag: rules.tsv:1: "* ]]
}

@test "records without text pass untouched, in their place, byte for byte" {
    printf '%s\n' '{"doc":"x","text":"Norway won."}' '{"doc":"x","n":1.0, "big":12345678901234567890}' '{"doc":"x","text":7}' >in
    tag --no-events in >out
    expect 0 '{"doc":"x","n":1.0, "big":12345678901234567890}
{"doc":"x","text":7}' '' sed -n 2,3p out
}

@test "tagging again changes nothing" {
    printf '%s\n' '{"doc":"x","text":"President Jane Doe left Norway on Monday."}' >in
    tag in >once
    tag once >twice
    cmp once twice
}

@test "--stream does not look ahead" {
    printf '%s\n' '{"doc":1,"text":"Mr. Mwangi spoke."}' '{"doc":1,"text":"Minister Grace Mwangi left."}' >in
    expect 0 'Mwangi
Grace Mwangi' '' bash -c "tag --stream --no-events --types=PERSON in | shown name"
}

@test "a document past --max-document is written early, with a warning" {
    printf '%s\n' '{"doc":1,"text":"Norway won."}' '{"doc":1,"text":"Norway lost."}' >in
    run --separate-stderr tag --max-document=20 --no-events in
    [ "$status" = 0 ]
    [ "${#lines[@]}" = 2 ]
    [[ $stderr == *"longer than --max-document"* ]]
}

@test "a document past --max-document is told of once, however many records follow, and again for the next" {
    for doc in 1 1 1 2 2; do printf '{"doc":%d,"text":"Norway won."}\n' "$doc"; done >in
    run --separate-stderr tag --max-document=5 --no-events in
    [ "$status" = 0 ]
    [ "${#lines[@]}" = 5 ]
    [ "$(grep -c 'longer than --max-document' <<<"$stderr")" = 2 ]
    [[ $stderr == *in:1:* && $stderr == *in:4:* ]]
}

@test "--all-events with an option that leaves events out is a usage error" {
    expect 2 '' 'tag: --all-events and --no-events exclude each other' bash -c 'tag --all-events --no-events </dev/null 2> >(head -1 >&2)'
    expect 2 '' 'tag: --all-events and --only-names exclude each other' bash -c 'tag --all-events --only-names </dev/null 2> >(head -1 >&2)'
}

@test "where a collection has put spaces beside all marks, its hyphens are those inside words" {
    printf '%s\n' '{"doc":1,"text":"Minister Ada Tizwa - Otieno met Lee Sang - min , vice - president of the bank , in Halden ."}' \
        '{"doc":1,"text":"Tizwa - Otieno ’ s co - leader Jomo Mwangi - who left - spoke of Covid - 19 ."}' \
        '{"doc":2,"text":"Mayor Ada Belo - Jomo Otieno’s well-known friend - left."}' \
        '{"doc":3,"text":"Mayor Ada Belo - Jomo Otieno’s friend - left with her co - leader and a well-known half-brother."}' >in
    expect 0 'Minister|minister
Ada Tizwa - Otieno|Ada Tizwa - Otieno
Lee Sang - min|Lee Sang - min
vice - president|vice - president
Halden|Halden
Tizwa - Otieno|Ada Tizwa - Otieno
co - leader|co - leader
Jomo Mwangi|Jomo Mwangi
Covid - 19|COVID-19 pandemic
Mayor|mayor
Ada Belo|Ada Belo
Jomo Otieno|Jomo Otieno
Mayor|mayor
Ada Belo|Ada Belo
Jomo Otieno|Jomo Otieno' '' bash -c "tag --no-events in | shown text,name | grep -v '^leader'"
}

@test "what tells of spaces beside all marks counts at either end of a text, but only whole" {
    printf '%s\n' '{"doc":1,"text":" - year - lease in Guinea - Bissau"}' '{"doc":2,"text":"Guinea - Bissau’s non - "}' \
        "{\"doc\":3,\"text\":\"Guinea - Bissau ' s \"}" '{"doc":4,"text":"Guinea - Bissau is e - mail"}' \
        '{"doc":5,"text":"Guinea - Bissau non -"}' '{"doc":6,"text":"co - Guinea - Bissau ’ x"}' \
        "{\"doc\":7,\"text\":\"Guinea - Bissau ' s\"}" >in
    expect 0 'Guinea - Bissau
Guinea - Bissau
Guinea - Bissau
Guinea - Bissau
Guinea
Bissau
Guinea
Bissau
Guinea
Bissau' '' bash -c "tag --only-names in | shown text"
}

@test "what an apostrophe joins is one word, also with spaces beside it" {
    printf '%s\n' '{"doc":1,"text":"Richard O ’ Mwangi and Jeanne d ’ Arc Otieno met the co - founder, said Bernardo O ’ Belo, in Oslo."}' \
        '{"doc":2,"text":"Richard O ’ Mwangi left Oslo."}' >in
    expect 0 '0|18|Richard O ’ Mwangi
23|44|Jeanne d ’ Arc Otieno
72|89|Bernardo O ’ Belo
94|98|Oslo' '' bash -c "tag --no-events -t PERSON,PLACE in | head -n 1 | shown start,end,text"
}

@test "that hyphens stand between spaces is told by words that nobody parts" {
    tell() { printf '{"text":"President Moon Jae - in met Ada Tizwa - Otieno %s"}\n' "$1" | tag --no-events | shown text,type; }
    for tail in 'at a 3 - day fair.' 'on a long - term plan.' 'and an Oslo - based firm.' 'and the attorney - general.' 'as ex - mayor.'; do
        tell "$tail" | grep -q 'Moon Jae - in|PERSON' && tell "$tail" | grep -q 'Ada Tizwa - Otieno|PERSON' || { echo "$tail"; return 1; }
    done
    for tail in 'at a fair - based in Oslo - today.' 'first - then he left.' 'at a 3-day fair - 5 - today.'; do
        tell "$tail" >out
        lacks 'Tizwa - Otieno' out
    done
}

@test "an apostrophe and its s between spaces are one word; nobody's name holds them" {
    printf '%s\n' '{"doc":1,"text":"Kenya ’ s co - founder met the Kawa Women ’ s Group and the Prosecutor ’ s Office in Oslo."}' \
        '{"doc":2,"text":"After his trial, Xian’s Morrow Group was sold."}' >in
    expect 0 'Kenya
co - founder
Kawa Women ’ s Group
Prosecutor ’ s Office
Oslo
Xian
Morrow Group' '' bash -c "tag --no-events in | shown text"
    echo '{"doc":1,"text":"Kenya ’ s critics accused Norway of a non - payment."}' | tag | grep -q '"actor":"critics"'
}

@test "fields around an and are of one body behind an article; who speaks for a body, and the day, are no part of it" {
    printf '%s\n' '{"text":"He said the Flood Prevention and Mitigation Department met the Cyclotron and Zoosanitary Regulation Agency."}' \
        '{"text":"The head of the U.N. Office on Land and Crime Antonio Mwangi urged calm."}' \
        '{"text":"They studied at the Mombasa and Nairobi University when the Government of Chad Friday gave way."}' >in
    expect 0 'Flood Prevention and Mitigation Department
Cyclotron and Zoosanitary Regulation Agency
head
U.N. Office on Land and Crime
Antonio Mwangi
Mombasa
Nairobi University
Government of Chad
Friday' '' bash -c "tag --no-events in | shown text"
}

@test "an excellency in two letters is a title, and an office begun at a name's end no part of it" {
    printf '%s\n' '{"text":"They met H E Jean Otieno and H. E. Ali Belo with J K Otieno."}' \
        '{"text":"They heard H E Juan Mwangi Otieno Former Cuban ambassador and Jamal Al Bader Ambassador of Qatar."}' >in
    expect 0 'H E|TITLE
Jean Otieno|PERSON
H. E.|TITLE
Ali Belo|PERSON
J K Otieno|PERSON
H E|TITLE
Juan Mwangi Otieno|PERSON
Jamal Al Bader|PERSON' '' bash -c "tag --no-events in | shown text,type | grep 'PERSON\|^H'"
}

@test "letters of an office, and several who hold one, are no part of a name; a street is none of a body's" {
    printf '%s\n' '{"text":"They met MK Itamar Belo and DG Guy Otieno."}' \
        '{"text":"It was told by CEOs Sebastian Noguera and Ana Belo."}' \
        '{"text":"He studied at Kafui University on Mbele Avenue."}' >in
    expect 0 'MK|TITLE
Itamar Belo|PERSON
DG|TITLE
Guy Otieno|PERSON
Sebastian Noguera|PERSON
Ana Belo|PERSON
Kafui University|ORG
Mbele Avenue|FACILITY' '' bash -c "tag --no-events in | shown text,type"
}

@test "letters of mere words are no name; those of a body are that body's, not another state's" {
    printf '%s\n' '{"doc":1,"text":"The consumer price index (CPI), a soil moisture radiometer (SMR) and closed-circuit television (CCTV) came."}' \
        '{"doc":1,"text":"CPI rose, said the SMR and CCTV. The district reserve guard (DRG) and the BBC left."}' \
        '{"doc":2,"text":"The Department of Justice (DOJ) in Manila filed charges, Philippine police said."}' \
        '{"doc":2,"text":"Later the DOJ of the Philippines left the Philippines."}' >in
    expect 0 'DRG|DRG
BBC|BBC
Department of Justice|Department of Justice (Philippines)
DOJ|Department of Justice (Philippines)
DOJ|Department of Justice (Philippines)' '' bash -c "tag --no-events -t ORG in | shown text,name"
}

@test "letters are what the document gives for them, also where lists know another body by them" {
    printf '%s\n' '{"doc":1,"text":"The Millennium Democratic Party (MDP) won; later the MDP lost."}' \
        '{"doc":2,"text":"The Democratic Party of the Left (PDS) won in Italy; later the PDS lost."}' \
        '{"doc":3,"text":"The Food and Agricultural Organization (FAO) left, said the FAO."}' >in
    expect 0 'MDP|Millennium Democratic Party
MDP|Millennium Democratic Party
PDS|Democratic Party of the Left
PDS|Democratic Party of the Left
FAO|Food and Agriculture Organization
FAO|Food and Agriculture Organization' '' bash -c "tag --no-events -t ORG in | shown text,name | grep '^[A-Z]*|'"
}

@test "a first name before a building's head, or a land's before a common word, makes no person" {
    printf '%s\n' '{"text":"He was taken to Juan Otieno Hospital in Lima."}' \
        '{"text":"Critics praised Africa Renewal for its reports."}' \
        '{"text":"They met Virginia Hall in Oslo."}' >in
    expect 0 'Juan Otieno Hospital|FACILITY
Lima|PLACE
Africa|PLACE
Virginia Hall|PERSON
Oslo|PLACE' '' bash -c "tag --no-events in | shown text,type"
}

@test "a nickname in quotes is part of the name it stands in" {
    printf '%s\n' '{"text":"Governor Jane \"Kit\" Otieno met Juan “El Beto” Mwangi, called \"Beto\" by all."}' >in
    expect 0 'Governor|TITLE
Jane "Kit" Otieno|PERSON
Juan “El Beto” Mwangi|PERSON' '' bash -c "tag --no-events in | shown text,type | head -3"
}

@test "a title before a name with a small article is no part of it" {
    printf '%s\n' '{"text":"In Oslo Admiral al-Harbi met Dr al-Sufi, but not el-Tor."}' >in
    expect 0 'Oslo|PLACE
Admiral|TITLE
al-Harbi|PERSON
Dr|TITLE
al-Sufi|PERSON' '' bash -c "tag --no-events in | shown text,type | head -5"
}

@test "a ward is a place, somebody of that surname is not, and what is private is no rank" {
    printf '%s\n' '{"text":"Jane Ward praised public-private partnerships in Kirando Ward."}' >in
    expect 0 'Jane Ward|PERSON
Kirando Ward|PLACE' '' bash -c "tag --no-events in | shown text,type"
}

@test "what is named after somebody is no person, a head that is hit no office, last names without the first a person" {
    printf '%s\n' '{"doc":1,"text":"Zeynep Mbele Otavo won the Juan Otieno Award in Oslo."}' \
        '{"doc":1,"text":"Mbele Otavo was shot in the head, not by the head of the committee."}' >in
    expect 0 'Zeynep Mbele Otavo|PERSON
Mbele Otavo|PERSON
head|TITLE' '' bash -c "tag --no-events in | shown text,type | grep -v -x -e 'Oslo|PLACE' -e 'Juan Otieno|PERSON'"
}

@test "an area before somebody's name is no part of it" {
    printf '%s\n' '{"text":"She met the head of Gao Province Ali Mbele on Monday."}' >in
    expect 0 'head|TITLE
Gao Province|PLACE
Ali Mbele|PERSON
Monday|DATE' '' bash -c "tag --no-events in | shown text,type"
}

@test "a body for persons with something keeps what they have in its name" {
    printf '%s\n' '{"text":"The Council for Persons with Disabilities met the Ministry for Women with Peru'"'"'s help."}' >in
    expect 0 'Council for Persons with Disabilities|ORG
Ministry for Women|ORG
Peru|COUNTRY' '' bash -c "tag --no-events in | shown text,type"
}

@test "--to=ansi colours the text and lets no control byte through" {
    printf '{"text":"A \\u001b[31m Norway"}\n' >in
    tag --to=ansi in >out
    expect 0 'A �[31m ^[[38;5;114mNorway^[[2m/COUNTRY^[[0m' '' sh -c "sed 's/\x1b/^[/g' out"
}

@test "--to=html is one page with escaped text" {
    printf '{"kind":"heading","text":"<b> & Norway"}\n' >in
    tag --to=html --no-events in >out
    grep -q '^<!DOCTYPE html>' out
    grep -q '<h2>&lt;b&gt; &amp; <mark class="COUNTRY" title="Norway (Q20)">Norway<small>COUNTRY</small></mark></h2>' out
    tail -n 1 out | grep -q '</html>'
}

@test "the compiled lists are those of the readable files" {
    local lists=()
    for file in "$ROOT"/tools/tag/names/*.tsv; do lists+=("--names=$file"); done
    tag "${lists[@]}" --compile-names=names.gaz </dev/null
    cmp names.gaz "$BIN/../obj/tools/tag/names.gaz"
}

@test "a ministry or parliament gets the country that the document speaks of" {
    printf '%s\n' '{"doc":1,"text":"Kenya and the Kenyan press waited in Nairobi."}' '{"doc":1,"text":"The Ministry of Defence told the Senate."}' \
        '{"doc":1,"text":"In Peru, the Peruvian Senate met."}' >in
    expect 0 'Ministry of Defence (Kenya)
Senate of Kenya
Senate of Peru' '' bash -c "tag --no-events --types=ORG in | shown name"
}

@test "a capital that acts stands for its country, one where something is does not" {
    printf '{"text":"Warsaw protested in Oslo."}\n' >in
    expect 0 'Warsaw|Poland
Oslo|' '' bash -c "tag --no-events in | shown text,metonym_of"
}

@test "one reading of a name in a document: what stands before it decides" {
    printf '%s\n' '{"doc":1,"text":"The rebel movement Zarvoka took the town."}' '{"doc":1,"text":"Zarvoka fighters left."}' \
        '{"doc":1,"text":"They met Zarvoka later."}' >in
    expect 0 'ORG|Zarvoka
ORG|Zarvoka
ORG|Zarvoka' '' bash -c "tag --no-events in | shown type,text"
}

@test "an article's date without a year gives days and months without one" {
    expect 0 'DATE|yesterday|XXXX-04-22|XXXX-04-22' '' entities '"It fell yesterday."' '"date":"XXXX-04-23"'
    expect 0 'DATE|last year|last year|' '' entities '"It fell last year."' '"date":"XXXX-04-23"'
}

@test "a document without a date has that of its dateline, and its first weekday" {
    expect 0 'DATE|July 25|XXXX-07-25|XXXX-07-25
DATE|Monday|XXXX-07-25|XXXX-07-25
DATE|last Friday|XXXX-07-22|XXXX-07-22
DATE|Tuesday next week|XXXX-08-02|XXXX-08-02' '' bash -c "tag --no-events <<<'{\"text\":\"LIMA, July 25 (Ruta): Schools opened on Monday, not last Friday, and close on Tuesday next week.\"}' | shown type,text,name,value | grep DATE"
    expect 0 'DATE|3 May 2021|2021-05-03|2021-05-03
DATE|yesterday|2021-05-02|2021-05-02' '' bash -c "tag --no-events <<<'{\"text\":\"Lima – 3 May 2021: Schools opened yesterday.\"}' | shown type,text,name,value | grep DATE"
    expect 0 'DATE|July 25|XXXX-07-25|XXXX-07-25
DATE|Monday|Monday|' '' entities '"On July 25 (a holiday) schools opened, and not on Monday."'
}

@test "days of a month beside, fiscal years, quarters, halves of years, weekends" {
    printf '{"date":"2024-05-15","text":"%s"}\n' "It was the 25th of last month." "They met on Tuesday last week." \
        "It fell in fiscal year 2023 and in FY2022-23." "Exports fell in Q1." "It rose in the first four months of 2023." \
        "He got two and a half years." "He is barred for a year." "It rained over the weekend." "It will end by year-end." \
        "They met on Monday (13 May)." "It fell over the past decade." "He got two years' jail." >in
    expect 0 'the 25th of last month|2024-04-25
Tuesday last week|2024-05-07
fiscal year 2023|2023
FY2022-23|2022/2023
Q1|2024-33
the first four months of 2023|2023-01/2023-04
two and a half years|P2Y6M
a year|P1Y
the weekend|2024-05-11/2024-05-12
year-end|2024~
Monday (13 May)|2024-05-13
the past decade|P10Y
two years|P2Y' '' bash -c "tag --no-events in | shown text,value"
}

@test "an office between a body and a person comes apart; a surname is no park; what somebody is head of is a body" {
    expect 0 'ORG|Kafubank
TITLE|CEO
PERSON|Hassan Ahmed Vilar' '' marks '"On the results, Kafubank CEO Hassan Ahmed Vilar was silent."'
    expect 0 'TITLE|Director
PERSON|Park Min-ho' '' marks '"They banned former Director Park Min-ho from it."'
    expect 0 'TITLE|founder
TITLE|CEO
ORG|Zarvoka
PERSON|Jane Otieno' '' marks '"The founder and CEO of Zarvoka, Jane Otieno, left."'
}

@test "guest houses and medical centres are buildings; fields of a chamber go on behind a comma" {
    expect 0 'FACILITY|Kafui Medical Centre
FACILITY|Zarvo Opera House' '' marks '"They went from the Kafui Medical Centre to the Zarvo Opera House."'
    expect 0 'ORG|Chamber of Commerce, Industry, and Agriculture of Peru' '' marks '"The Chamber of Commerce, Industry, and Agriculture of Peru agreed."'
    expect 0 "ORG|Zarvo District Prosecutors ’ Office" '' marks '"The Zarvo District Prosecutors ’ Office said so."'
}

@test "companies are named without their form; a bracket may call a body by another name; a name goes on later" {
    expect 0 'ORG|Zarvo Foods Inc|Zarvo Foods|
MONEY|20-billion US-dollar|20000000000 USD|20000000000 USD' '' entities '"Zarvo Foods Inc had a 20-billion US-dollar plan."'
    expect 0 'ORG|International Union for Kafui Works|International Union for Kafui Works|
ORG|Lima Union|International Union for Kafui Works|
ORG|Lima Union|International Union for Kafui Works|' '' entities '"The International Union for Kafui Works (Lima Union) met. The Lima Union agreed."'
    expect 0 'PERSON|Shah Ridzuan Maidin|Shah Ridzuan Maidin|
PERSON|Shah Ridzuan|Shah Ridzuan Maidin|' '' entities '"They met Mr Shah Ridzuan Maidin, but Shah Ridzuan left."'
}

@test "a hospital that speaks or has a director is a body; at a seat of government is where" {
    expect 0 'ORG|Zarvo Hospital' '' marks '"On it Zarvo Hospital said nothing."'
    expect 0 'FACILITY|Zarvo Hospital' '' marks '"He died in Zarvo Hospital."'
    expect 0 'TITLE|director
ORG|Zarvo Hospital' '' marks '"The director of Zarvo Hospital left."'
    expect 0 'FACILITY|White House
ORG|White House' '' marks '"After talks at the White House they said that the White House had agreed."'
}

@test "programmes and projects are no bodies; an envoy goes to a country; a prince is nobody else's first name" {
    expect 0 'ORG|World Food Programme' '' marks '"The Zarvo Welfare Programme helps the World Food Programme."'
    expect 0 'TITLE|ambassador
COUNTRY|Jordan
PERSON|Atallah Vilar' '' marks '"They saw the ambassador to Jordan Atallah Vilar."'
    expect 0 'TITLE|Crown Prince|crown prince|
PERSON|Dorin|Dorin|
PERSON|Dorin Otieno|Dorin Otieno|' '' entities '"They saw Crown Prince Dorin, and Dorin Otieno."'
    expect 0 'ORG|Eximbank
ORG|Zarvola Eximbank Ltd' '' marks '"We were glad to have Eximbank as an ally, and saw Zarvola Eximbank Ltd"'
}

@test "two titles in a row; the palace of the people; whatever a province is called; a dateline says whose ministry" {
    expect 0 'TITLE|Chief of Police
TITLE|General
PERSON|Jorge Vilar' '' marks '"They saw Chief of Police General Jorge Vilar."'
    expect 0 "PLACE|Zarvola
FACILITY|People's Palace" '' marks '"In the province of Zarvola they have a People'"'"'s Palace."'
    expect 0 'PERSON|Sikandar Sultan Vilar' '' bash -c "tag --no-events <<<'{\"text\":\"It is Commissioner Sikandar Sultan Vilar.\"}' | shown type,text | grep PERSON"
    expect 0 'ORG|Ministry of Mines|Ministry of Mines (Kenya)|' '' bash -c "tag --no-events <<<'{\"text\":\"NAIROBI, July 25: The Ministry of Mines tested it.\"}' | shown type,text,name,value | grep ORG"
}

@test "rupees and pesos are those of the country that the document names most" {
    expect 0 'MONEY|Rs 163.50|163.5 MUR|163.5 MUR' '' bash -c "tag --no-events <<<'{\"text\":\"Mauritius pays Rs 163.50.\"}' | shown type,text,name,value | grep MONEY"
    expect 0 'MONEY|12 pesos|12 MXN|12 MXN' '' bash -c "tag --no-events <<<'{\"text\":\"The Mexican state pays 12 pesos.\"}' | shown type,text,name,value | grep MONEY"
    expect 0 'MONEY|12 pesos|12 pesos|12 pesos
MONEY|Rs 5|5 INR|5 INR' '' entities '"They pay 12 pesos or Rs 5."'
}

@test "storms by their names; a day before a hyphen; the ruler of a nation" {
    expect 0 'EVENT|tropical storm Bonnie
EVENT|Hurricane Otieno' '' marks '"After tropical storm Bonnie came Hurricane Otieno."'
    expect 0 'DATE|26 June' '' bash -c "tag --no-events <<<'{\"text\":\"Zarvo, 26 June-Four men left.\"}' | shown type,text | grep DATE"
    expect 0 'NATIONALITY|Kuwaiti
TITLE|Amir' '' marks '"He thanked the Kuwaiti Amir."'
}

@test "what is better known as something else; firms of a country; another country's office; which Korea" {
    expect 0 'ORG|Kafuos de Mexico|Kafuos de Mexico|
ORG|Kafmex|Kafuos de Mexico|
ORG|Kafmex|Kafuos de Mexico|' '' bash -c "tag --no-events <<<'{\"text\":\"The Kafuos de Mexico, better known as Kafmex, closed, and Kafmex said nothing.\"}' | shown type,text,name,value | grep ORG"
    expect 0 "ORG|Anti-Corruption Bureau|Anti-Corruption Bureau (Brunei)|" '' bash -c "tag --no-events <<<'{\"text\":\"In Brunei the Anti-Corruption Bureau asked for more of Brunei, and Brunei agreed.\"}' | shown type,text,name,value | grep ORG"
    expect 0 'COUNTRY|South Korea|South Korea|
NATIONALITY|Korean|South Korea|' '' entities '"Trade of South Korea fell, a Korean paper says."'
}

@test "titles take their field, and are no part of the name" {
    expect 0 'TITLE|Minister of State for Transport|minister of state for transport|
PERSON|Amina Jallow|Amina Jallow|
TITLE|deputy foreign minister|deputy foreign minister|
PERSON|Bo Lindqvist|Bo Lindqvist|' '' entities '"The Minister of State for Transport, Amina Jallow, met deputy foreign minister Bo Lindqvist."'
}

@test "types of aircraft, list numbers and words with a capital are no numbers" {
    expect 0 '' '' entities '"The KF-21 flew: 1) high, 2) fast, by the Three Principles."'
}

@test "names in other scripts are found by lists" {
    printf '挪威\tCOUNTRY\tQ20\nНорвегия\tCOUNTRY\tQ20\n' >names.tsv
    printf '%s\n' '{"text":"他去了挪威。"}' '{"text":"Норвегия победила."}' >in
    expect 0 '挪威|3|5
Норвегия|0|8' '' bash -c "tag --names=names.tsv --only-names in | shown text,start,end"
}

@test "bounds: a name of 24 words is taken, one of 25 refused" {
    python3 -c 'print(" ".join(["Aa"] * 24) + "\tORG")' >most.tsv
    python3 -c 'print(" ".join(["Aa"] * 25) + "\tORG")' >more.tsv
    expect 0 '' '' tag --names=most.tsv --only-names </dev/null
    expect 2 '' 'tag: more.tsv:1: expected a name' tag --names=more.tsv </dev/null
}

@test "the same bytes come out for every read size" {
    printf '%s\n' '{"doc":1,"date":"2020-01-02","text":"President Jane Doe left Norway on Monday for $5 million."}' \
        '{"doc":2,"text":"Séléka and the Arab League met in São Paulo."}' >in
    tag <in >whole
    BROADSHEET_READ_SIZE=1 tag <in >bytes
    cmp whole bytes
}

@test "--explain says of each entity what named it" {
    printf '{"id":"a","text":"Norway won."}\n' >in
    expect 0 '{"record":"a","start":0,"entity":"Norway","type":"COUNTRY","name":"Norway","rule":"list","sure":1.00}' '' \
        bash -c "tag --no-events --explain=why in >out; cat why"
}

@test "another language than English: lists, names of two listed parts and figures speak, not the model" {
    local text='"Der Sprecher nannte die Kosten: 3,5 % von 1.250.000 Euro oder 5 Millionen, sagte Anna Schmidt am 11.04.2024 in Hamburg. Der Gouverneur kam um 10 am Freitag."'
    expect 0 'PERCENT|3,5 %|3.5%|3.5%
NUMBER|1.250.000|1250000|1250000
NUMBER|5|5|
PERSON|Anna Schmidt|Anna Schmidt|
DATE|11.04.2024|2024-04-11|2024-04-11
PLACE|Hamburg|Hamburg|
NUMBER|10|10|10' '' entities "$text" '"lang":"de"'
}

@test "without lang common words and the script tell whether a text is English" {
    expect 0 'PLACE|Hamburg|Hamburg|' '' entities '"Das Gesetz ist nicht gut, sagte der Sprecher und ging mit dem Minister Kosten nach Hamburg."'
    expect 0 'TITLE|Minister|minister|
PERSON|Kosten|Kosten|
PLACE|La Rioja|La Rioja|' '' entities '"Minister Kosten of La Rioja was not at the meeting."'
    expect 0 'TITLE|Minister|minister|
PERSON|Kosten|Kosten|' '' entities '"nicht gut, sagte der Minister Kosten."' '"lang":"en-GB"'
}

@test "no events in another language than English" {
    printf '{"text":"Poland war in Kenya.","lang":"de"}\n{"text":"Poland visited Kenya.","lang":"en"}\n' >in
    expect 0 '0
1' '' sh -c "tag in | python3 -c 'import json, sys; [print(len(json.loads(l)[\"events\"])) for l in sys.stdin]'"
}

@test "a rule whose condition has ^ is tried only where such a word begins the match" {
    printf 'trigger\ta\tred|blue\nstarts\tNUMBER\tunknown\t^a\t(?:red|old|7) fish\n' >rules.tsv
    expect 0 'NUMBER|red fish|red fish|
NUMBER|red fish|red fish|' '' \
        bash -c "echo '{\"text\":\"A red fish, an old fish, a blue one, a red fish.\"}' | tag --rules=rules.tsv --no-events | shown type,text,name,value"
    printf 'starts\tNUMBER\tunknown\t^number\t7 fish\n' >rules.tsv
    expect 0 'NUMBER|7 fish|7 fish|' '' \
        bash -c "echo '{\"text\":\"So 8:30:7 fish.\"}' | tag --rules=rules.tsv --no-events | shown type,text,name,value"
    printf 'trigger\ta\tred\nstarts\tNUMBER\tunknown\t^a+^a\tred fish\n' >rules.tsv
    expect 2 '' 'tag: rules.tsv:2: ^ goes with one list of triggers' bash -c "tag --rules=rules.tsv </dev/null"
}

@test "a text that is a book is tagged in parts: every place is right, and memory stays within bounds" {
    python3 - >in <<'IN'
import json
print(json.dumps({"text": "Anna Lund met Ruta Odhiambo in Kenya on May 5, 2018. Nobody else was there at all that day. " * 8000}))
IN
    command time -f %M -o memory tag --no-events in >out
    [ "$(cat memory)" -lt 65536 ]
    python3 - <<'IN'
import collections, json
record = json.load(open("out"))
assert all(record["text"][e["start"]:e["end"]] == e["text"] for e in record["entities"])
assert all(a["end"] <= b["start"] for a, b in zip(record["entities"], record["entities"][1:]))
assert collections.Counter(e["name"] for e in record["entities"])["Kenya"] == 8000
assert collections.Counter(e["name"] for e in record["entities"])["Ruta Odhiambo"] == 8000
IN
}

@test "where a match of a rule built in may begin is said rightly" {
    sed "s/$(printf '\t')^/$(printf '\t')/" "$ROOT/tools/tag/rules.tsv" >loose.tsv
    clean -q "$FIXTURES"/pages/* | segment -q >in
    tag -q --no-events --rules=loose.tsv in >loose
    tag -q --no-events in | cmp - loose
}

@test "a rule whose condition has > is tried only where its words stand near each other" {
    printf 'trigger\ta\tred\ntrigger\tb\tfish\nnear\tNUMBER\tunknown\ta>b\tred.*fish\n' >rules.tsv
    expect 0 'NUMBER|red big fat old fish|red big fat old fish|' '' \
        bash -c "echo '{\"text\":\"A red big fat old fish.\"}' | tag --rules=rules.tsv --no-events | shown type,text,name,value"
    expect 0 '' '' bash -c "echo '{\"text\":\"A red big fat old wet fish.\"}' | tag --rules=rules.tsv --no-events | shown type,text,name,value"
}

@test "an arm of a state keeps its name, and rank and office before a person are two titles" {
    expect 0 'ORG|Kenya Navy|Kenya Navy|
TITLE|Commander|commander|
TITLE|Major General|major general|
PERSON|Otieno Mutai|Otieno Mutai|
TITLE|Chief of Defence Forces|chief of defence forces|
TITLE|Gen.|gen.|
PERSON|Robert Wanjala|Robert Wanjala|' '' entities '"Kenya Navy Commander Major General Otieno Mutai met Chief of Defence Forces Gen. Robert Wanjala."'
}

@test "a government under its head is the body alone; a realm is a country" {
    expect 0 'ORG|Government|Government of Kenya|
TITLE|President|president|
PERSON|Ruta Odhiambo|Ruta Odhiambo|
COUNTRY|Republic of Kenya|Kenya|
COUNTRY|Republic|Kenya|
NATIONALITY|Kenyan|Kenya|' '' entities '"The Government of President Ruta Odhiambo spoke for the Republic of Kenya, and the Republic with all Kenyan farmers listened."'
}

@test "bodies whose head stands first, as other languages put it" {
    expect 0 'ORG|Fundación para la Paz Norte|Fundación para la Paz Norte|
ORG|Jamiat e Ulama|Jamiat e Ulama|' '' entities '"She works for the Fundación para la Paz Norte, he for Jamiat e Ulama."'
}

@test "initials of a body that the document names in full stand for it" {
    printf '%s\n' '{"doc":1,"text":"The River Reform Council sat."}' '{"doc":1,"text":"Then the RRC voted."}' >in
    expect 0 'River Reform Council
River Reform Council' '' bash -c "tag --no-events --types=ORG in | shown name"
}

@test "a person's name ends before -led and begins behind a weekday that is told" {
    expect 0 'PERSON|Grace Mwangi|Grace Mwangi|' '' entities '"A Grace Mwangi-led team."'
    expect 0 'DATE|Sunday|Sunday|
PERSON|Hassan Al Nuri|Hassan Al Nuri|' '' entities '"He received on Sunday Hassan Al Nuri in town."'
}

@test "many members of parliament are no acronym, letters no town" {
    expect 0 '' '' entities '"The MPs of the region left."'
    printf '%s\n' '{"doc":1,"text":"The Washington River Office (WOLA) said so."}' '{"doc":1,"text":"According to WOLA, no."}' >in
    expect 0 'ORG|Washington River Office
ORG|Washington River Office
ORG|Washington River Office' '' bash -c "tag --no-events in | shown type,name"
}

@test "what a country calls its own parties and parts is understood in a document about it alone" {
    printf '%s\n' '{"doc":1,"text":"Australia waited as Australian voters left the Nationals."}' >in
    expect 0 'ORG|National Party of Australia' '' bash -c "tag --no-events --types=ORG in | shown type,name"
    printf '%s\n' '{"doc":1,"text":"India counts: the EC met in UP, Indian papers say."}' >in
    expect 0 'ORG|Election Commission of India
PLACE|Uttar Pradesh' '' bash -c "tag --no-events --types=ORG,PLACE in | shown type,name"
    expect 0 '' '' bash -c "printf '{\"text\":\"He left the Nationals.\"}\n' | tag --no-events --types=ORG | shown type,name"
}

@test "parts of a name resolve to the whole: a father's surname, the end of a longer name, a leader of the country" {
    printf '%s\n' '{"doc":1,"text":"Minister Rosa Aldana Quiroz met Ana Luisa Pardo."}' '{"doc":1,"text":"Aldana spoke; Luisa Pardo did not."}' >in
    expect 0 'Rosa Aldana Quiroz
Ana Luisa Pardo
Rosa Aldana Quiroz
Ana Luisa Pardo' '' bash -c "tag --no-events --types=PERSON in | shown name"
    printf '%s\n' '{"doc":1,"text":"Panama and the Panamanian press heard President Cortizo."}' >in
    expect 0 'Laurentino Cortizo' '' bash -c "tag --no-events --types=PERSON in | shown name"
}

@test "letters behind a title in parentheses are the title" {
    printf '%s\n' '{"doc":1,"text":"Superintendent of Police (SP) Anil Rao spoke."}' '{"doc":1,"text":"The SP left."}' >in
    expect 0 'superintendent of police
superintendent of police
superintendent of police' '' bash -c "tag --no-events --types=TITLE in | shown name"
}

@test "people of a name that two countries share are of the one that the document names" {
    printf '%s\n' '{"doc":1,"text":"The Congolese army left."}' '{"doc":1,"text":"It rained in the Democratic Republic of the Congo."}' >in
    expect 0 'Democratic Republic of the Congo' '' bash -c "tag --no-events --types=NATIONALITY in | shown name"
}

@test "last March is the one before the article, next August the one behind it; a week after something lasts a week" {
    expect 0 'DATE|Last March|2022-03|2022-03
DATE|next August|2022-08|2022-08
DATE|last August|2021-08|2021-08
DATE|A week|P1W|P1W
DATE|the last week of May|2022-05~|2022-05~
TIME|2am|2am|' '' entities '"Last March he left, next August he returns, last August too. A week after it he slept in the last week of May until 2am."' '"date":"2022-07-20"'
}

@test "offices need no article, fields may be joined, and letters of a station are no minister" {
    expect 0 'TITLE|mayor|mayor|
TITLE|budget and planning minister|budget and planning minister|' '' entities '"The outspoken mayor wrote to the budget and planning minister."'
    expect 0 'ORG|Capital FM|Capital FM|' '' entities '"It was on Capital FM radio."'
    expect 0 'ORG|Move Forward Party|Move Forward Party|
ORG|MFP|Move Forward Party|
ORG|MFP|Move Forward Party|
TITLE|MP|mp|' '' entities '"The Move Forward Party (MFP) has one MFP MP there."'
}

@test "buildings and provinces whose head is written small" {
    expect 0 'FACILITY|Kasara mine|Kasara mine|
PLACE|Duhara province|Duhara province|' '' entities '"They closed the Kasara mine in Duhara province."'
}

@test "a piece behind \\s is filled in: several days, last Thursday night, 4pm local time" {
    expect 0 'DATE|several days|several days|
DATE|last Thursday night|2022-07-14|2022-07-14
TIME|4pm local time|4pm local time|' '' entities '"It took several days until last Thursday night at 4pm local time."' '"date":"2022-07-20"'
}

@test "towns and provinces that the press speaks of are known wherever they stand" {
    expect 0 'PLACE|Penang|Penang|
PLACE|Guangdong|Guangdong|' '' entities '"Penang and Guangdong signed it."'
}

@test "a name with an age in parentheses is a person; President-elect is a title; a weekday ends a name" {
    expect 0 'PERSON|Kavita Rao|Kavita Rao|
NUMBER|26|26|26' '' entities '"It was Kavita Rao (26) there."'
    expect 0 'TITLE|President-elect|president-elect|
PERSON|Ruta Odhiambo|Ruta Odhiambo|
DATE|Monday|Monday|' '' entities '"They saw President-elect Ruta Odhiambo Monday."'
}

@test "the North and the South are the Koreas where both are named, else nothing" {
    printf '%s\n' '{"doc":1,"text":"North Korea and South Korea met."}' '{"doc":1,"text":"Then the North left."}' >in
    expect 0 'North Korea|North Korea
South Korea|South Korea
North|North Korea' '' bash -c "tag --no-events in | shown text,name"
    expect 0 '' '' entities '"He moved from the North to the South."'
    expect 0 '' '' entities '"Die Länder haben dem Gesetz gestern zugestimmt."' '"lang":"de"'
}

@test "a sheikh of the Gulf is a title, letters of a law are no body, a party's own name ends before its office" {
    expect 0 'TITLE|Sheikh|sheikh|
PERSON|Omar bin Rashid Al Nuri|Omar bin Rashid Al Nuri|' '' entities '"They received Sheikh Omar bin Rashid Al Nuri there."'
    expect 0 '' '' entities '"It fell under the Rivers Protection Act (RPAX)."'
    expect 0 'ORG|River Justice Party|River Justice Party|
TITLE|general secretary|general secretary|' '' entities '"It was the River Justice Party general secretary."'
}

@test "ministries of many fields, a short name made of a body's letters, a surname that is also a body" {
    expect 0 'ORG|Ministry of Education, Tertiary Learning, Science and Technology|Ministry of Education, Tertiary Learning, Science and Technology|' '' \
        entities '"It came from an office to the Ministry of Education, Tertiary Learning, Science and Technology in the spring of that good year."'
    printf '%s\n' '{"doc":1,"text":"They met at the Kasara Friends University (Kafun) in the rain."}' '{"doc":1,"text":"Then Kafun won."}' >in
    expect 0 'Kasara Friends University
Kasara Friends University
Kasara Friends University' '' bash -c "tag --no-events --types=ORG in | shown name"
    printf '%s\n' '{"doc":1,"text":"Alfredo Cortes lived here."}' '{"doc":1,"text":"Men ordered Cortes to leave."}' >in
    expect 0 'PERSON|Alfredo Cortes
PERSON|Alfredo Cortes' '' bash -c "tag --no-events in | shown type,name"
}

@test "conferences by number, seats of power, commissioners of a body" {
    expect 0 'EVENT|COP 27|COP 27|
FACILITY|State House|State House|
ORG|United Nations|United Nations|
TITLE|High Commissioner for Human Rights|high commissioner for human rights|' '' \
        entities '"They spoke of COP 27 at State House with the United Nations High Commissioner for Human Rights."'
}

@test "sums in riyals, dirhams and dinars by the letters of the Gulf" {
    expect 0 'MONEY|SR 4.5 billion|4500000000 SAR|4500000000 SAR
MONEY|AED 200|200 AED|200 AED
MONEY|QR 330.7 mn|330700000 QAR|330700000 QAR' '' entities '"They paid SR 4.5 billion, AED 200 and QR 330.7 mn."'
}

@test "occasions take what they are about, storms and operations their name; an ordinal belongs to its body" {
    expect 0 'EVENT|Oslo Conference on River Pollution
EVENT|Cyclone Bertha
EVENT|Operation Quiet Harbour' '' marks '"The Oslo Conference on River Pollution was put off when Cyclone Bertha struck, as was Operation Quiet Harbour."'
    expect 0 'EVENT|4th Fisheries Congress
ORG|31st Division' '' marks '"The 4th Fisheries Congress thanked the 31st Division."'
    expect 0 'EVENT|Treaty of Varnholt
EVENT|Pact on Seasonal Labour' '' marks '"Under the Treaty of Varnholt the Pact on Seasonal Labour lapses."'
}

@test "a body of two fields, one whose name goes on behind its office, one behind an and of its own" {
    expect 0 'ORG|Forestry and Customs Committee' '' marks '"It asked the Forestry and Customs Committee."'
    expect 0 'TITLE|deputy chairman
ORG|Cabinet of Ministers' '' marks '"He was deputy chairman of the Cabinet of Ministers."'
    expect 0 'ORG|Committee on Fisheries, Water and Home Affairs' '' marks '"The Committee on Fisheries, Water and Home Affairs met."'
    expect 0 'ORG|Ministry of Mines
ORG|Ministry of Works' '' marks '"He wrote to the Ministry of Mines and the Ministry of Works."'
}

@test "firms under their founders, buildings whose kind stands first, a body that gives letters and office to a person" {
    expect 0 'ORG|Larch & Tyrell' '' marks '"The audit by Larch & Tyrell ended."'
    expect 0 'FACILITY|Palais des Fleurs' '' marks '"They met in the Palais des Fleurs."'
    expect 0 'FACILITY|Mirandela border crossing' '' marks '"The Mirandela border crossing stays shut."'
    expect 0 'TITLE|head
ORG|BAXO
PERSON|Petra Lindqvist' '' marks '"It was signed by the head of BAXO Petra Lindqvist."'
}

@test "sums of all the world's money by sign, letters, code and name; an age is a number" {
    expect 0 'MONEY|US $6.7 billion|6700000000 USD
MONEY|A $4|4 AUD' '' bash -c "printf '%s\n' '{\"text\":\"They owe US \$6.7 billion and A \$4.\"}' | tag --no-events | shown type,text,value"
    expect 0 'MONEY|2 million Jordanian dinars|JOD
MONEY|5 million dinars|dinars
MONEY|70 billion CFA francs|francs
MONEY|GHS 2.8 billion|GHS
MONEY|₦500 million|NGN
MONEY|TT$3 million|TTD
MONEY|RO 150 million|OMR
MONEY|$3|USD' '' bash -c "printf '%s\n' '{\"text\":\"They owe 2 million Jordanian dinars, 5 million dinars, 70 billion CFA francs, GHS 2.8 billion, ₦500 million, TT\$3 million, RO 150 million and \$3.\"}' | tag --no-events | shown type,text,value | sed 's/|[^|]* \([^ ]*\)\$/|\1/'"
    expect 0 'NUMBER|41|41|41
NUMBER|six|6|6
NUMBER|18|18|18
DATE|two years|P2Y|P2Y' '' entities '"A 41-year-old and a six-year-old need it, at 18 years of age, after two years."'
    expect 0 'NUMBER|Seventeen|17|17' '' entities '"Seventeen-year-olds may not vote."'
}

@test "a whole article as one record has the dates and numbers of its sentences" {
    python3 - <<'END'
import json
filler = "The council then spoke of roads and of bridges until all of its members had been heard at length. "
said = ["It met on Monday, May 4, 2015.", "Work began in the late 1990s.", "It cost US$7.9 million.", "Snow fell in early January.",
        "They won in the first half of 2014.", "He came three days later.", "That was two years and six months ago.",
        "About 12 percent agreed.", "They paid 40 euros and RM 30 million.", "It rained last Tuesday and last autumn.",
        "A 19th century house stood there.", "It opened at the end of the year.", "The law of April 2011 was kept.",
        "It ended in the third quarter of 2012.", "They left the day after tomorrow.", "It rose in the mid-2000s."]
with open("whole", "w") as whole, open("parts", "w") as parts:
    print(json.dumps({"text": (3 * filler).join(s + " " for s in said)}), file=whole)
    for i, sentence in enumerate(said):
        print(json.dumps({"doc": 1, "text": sentence}), file=parts)
END
    types=--types=DATE,MONEY,PERCENT
    tag --no-events $types parts | shown type,text,value >expected
    [ "$(wc -l <expected)" -ge 16 ]
    expect 0 "$(cat expected)" '' bash -c "tag --no-events $types whole | shown type,text,value"
}

@test "a listed person has the accents of the list where only a part of the name stands, else the article's" {
    expect 0 'Nicolás Maduro' '' bash -c "printf '%s\n' '{\"text\":\"Talks with Maduro failed in Venezuela.\"}' | tag --no-events --types=PERSON | shown name"
    expect 0 'Nicolas Maduro' '' bash -c "printf '%s\n' '{\"text\":\"Talks with Nicolas Maduro failed.\"}' | tag --no-events --types=PERSON | shown name"
    expect 0 'Recep Tayyip Erdogan' '' bash -c "printf '%s\n' '{\"text\":\"Talks with Erdogan failed.\"}' | tag --no-events --types=PERSON | shown name"
}

@test "a tail of a name ends before an office with its holder; what lasts is no date; labels are no numbers" {
    expect 0 'TITLE|Special Envoy
PLACE|Horn of Africa
TITLE|Ambassador
PERSON|Jane Mwangi' '' marks '"He met Special Envoy to the Horn of Africa Ambassador Jane Mwangi."'
    expect 0 'DATE|18 months' '' marks '"The detour takes up 18 months."'
    expect 0 'DATE|the coming months' '' marks '"It will end in the coming months."'
    expect 0 'ORG|Channel 7' '' marks '"A class 12 pupil told Channel 7 of it."'
    expect 0 'TITLE|leader' '' marks '"The court freed the far-right leader."'
}

@test "a party under its own name ends before the word, one named by an adjective does not; bases have numbers" {
    expect 0 'ORG|Vintaro' '' marks '"She leads the ruling Vintaro party."'
    expect 0 'ORG|Progressive party' '' marks '"She leads the ruling Progressive party."'
    expect 0 'FACILITY|Larch Air Base 17' '' marks '"They left Larch Air Base 17 on foot."'
    expect 0 'PLACE|La Paz
PLACE|Oruro' '' marks '"The La Paz-Oruro road was shut."'
}

@test "a surname that holders of an office share is the one in office at the article's date" {
    name() {
        printf '{"date":"%s","text":"%s"}\n' "$1" "$2" | tag --no-events --types=PERSON | shown name
    }
    export -f name
    expect 0 'George H. W. Bush
George W. Bush' '' bash -c 'for day in 1991-02-03 2005-02-03; do name $day "President Bush returned to the United States, the American press said."; done'
    expect 0 'Jomo Kenyatta
Uhuru Kenyatta' '' bash -c 'for day in 1970-02-03 2015-02-03; do name $day "President Kenyatta returned to Kenya, the Kenyan press said."; done'
    expect 0 'Uhuru Kenyatta' '' name '' "President Kenyatta returned to Kenya, the Kenyan press said."
    expect 0 'Kenyatta' '' name 1970-02-03 "Kenyatta sang."
}

@test "honorifics of two words; a body on several fields; a Korean name in two romanisations is one person" {
    expect 0 'TITLE|Datuk Seri
PERSON|Musa Aman
TITLE|Tan Sri
PERSON|Muhyiddin Yassin' '' marks '"Datuk Seri Musa Aman met Tan Sri Muhyiddin Yassin."'
    expect 0 "ORG|Supreme Court" '' marks "\"The Hon'ble Supreme Court ruled.\""
    expect 0 'ORG|Lakes Organ Troika on Politics, Defence and Security Cooperation' '' marks '"He led the Lakes Organ Troika on Politics, Defence and Security Cooperation."'
    expect 0 'Pak Chol-su
Pak Chol-su' '' bash -c "printf '%s\n' '{\"text\":\"North Korea sent Pak Chol-su; Park Chol Su spoke.\"}' | tag --no-events --types=PERSON | shown name"
    expect 0 'Pak Chol-su
Park Chol Su' '' bash -c "printf '%s\n' '{\"text\":\"They sent Pak Chol-su; Park Chol Su spoke.\"}' | tag --no-events --types=PERSON | shown name"
}

@test "what is enumerated is of one kind" {
    expect 0 'PLACE|Gorim
PLACE|Berlin
PLACE|Norda
PLACE|Hamburg' '' marks '"Floods hit Gorim, Berlin, Norda and Hamburg again."'
}

@test "a name that ends with a surname of the document is a person's" {
    printf '%s\n' '{"doc":1,"text":"He met Shimrit Kalder, the adviser."}' '{"doc":1,"text":"Mr Kalder denied it, and Mr Kalder left."}' \
        '{"doc":1,"text":"Later Kalder spoke again."}' >in
    expect 0 'Shimrit Kalder
Shimrit Kalder
Shimrit Kalder
Shimrit Kalder' '' bash -c "tag --no-events --types=PERSON in | shown name"
}

@test "the Republic's president is no namesake of it" {
    expect 0 'TITLE|President
COUNTRY|Republic
PERSON|Carlos Beltran' '' marks '"President of the Republic Carlos Beltran spoke."'
}

@test "a surname seen alone once is the person's wherever it stands" {
    printf '%s\n' '{"doc":1,"text":"The analyst Ip Meilin spoke."}' '{"doc":1,"text":"Mr Ip left."}' \
        '{"doc":1,"text":"Both sides lied, Ip wrote."}' '{"doc":1,"text":"Peace is far, Ip stressed."}' >in
    expect 0 'Ip Meilin
Ip Meilin
Ip Meilin
Ip Meilin' '' bash -c "tag --no-events --types=PERSON in | shown name"
}

@test "a body goes on under the head of its name, the last that was given" {
    printf '%s\n' '{"doc":1,"text":"The Lumo Relief Fund began in May. The Fund spent much, and the Fund of the town paid."}' \
        '{"doc":1,"text":"The Assembly met."}' \
        '{"doc":1,"text":"The National Assembly of Kenya rose. Kenya said the Assembly would not return, nor a Fund Board."}' >in
    expect 0 'Lumo Relief Fund|Lumo Relief Fund
Fund|Lumo Relief Fund
Fund|Lumo Relief Fund
Assembly|Assembly
National Assembly of Kenya|National Assembly of Kenya
Assembly|National Assembly of Kenya
Fund Board|Fund Board' '' bash -c "tag --no-events --types=ORG in | shown text,name"
}

@test "a realm is a state of that kind; a country's own party is meant only where the country counts" {
    expect 0 'Kingdom|Jordan' '' bash -c "printf '%s\n' '{\"text\":\"Lebanon and the Lebanese thanked Jordan for the help of the Kingdom.\"}' | tag --no-events --types=COUNTRY | shown text,name | tail -1"
    expect 0 'Liberal Party|Liberal Party of Honduras' '' bash -c "printf '%s\n' '{\"text\":\"In Honduras the Liberal Party won, the Honduran court said.\"}' | tag --no-events --types=ORG | shown text,name"
    expect 0 'Turkish embassy|Embassy of Turkey in Kenya' '' bash -c "printf '%s\n' '{\"text\":\"The Turkish embassy in Nairobi was shut.\"}' | tag --no-events --types=ORG | shown text,name"
    expect 0 'Lumo I of Tonga' '' bash -c "printf '%s\n' '{\"text\":\"In Tonga, King Lumo I died.\"}' | tag --no-events --types=PERSON | shown name"
    expect 0 'Orva Health Authority
Gas Authority (Kenya)' '' bash -c "printf '%s\n' '{\"text\":\"Kenya told Nairobi and Mombasa that the Orva Health Authority and the Gas Authority would close.\"}' | tag --no-events --types=ORG | shown name"
    expect 0 'Liberal Party|Liberal Party' '' bash -c "printf '%s\n' '{\"text\":\"In Malawi, Malawians of the Liberal Party in Malawi told Malawi of Honduras.\"}' | tag --no-events --types=ORG | shown text,name"
}

@test "rulers, highnesses and offices in letters are titles; an office with a doctor behind it ends before him" {
    expect 0 'TITLE|His Highness
TITLE|Amir
TITLE|Sheikh
PERSON|Hamad Al-Orvi' '' marks '"His Highness the Amir Sheikh Hamad Al-Orvi spoke."'
    expect 0 'TITLE|Labour Minister
PERSON|Ana Belo
TITLE|Minister of Health
TITLE|Dr
PERSON|Jon Lund
TITLE|VP
PERSON|Kofi Dabo' '' marks '"Labour Minister Ana Belo and Minister of Health Dr Jon Lund met VP Kofi Dabo."'
    expect 0 'foreign minister
foreign minister' '' bash -c "printf '%s\n' '{\"text\":\"The Minister of Foreign Affairs met the Foreign Affairs Minister.\"}' | tag --no-events | shown name"
    expect 0 'TITLE|Speaker
PERSON|Jon Lund' '' marks '"They met Speaker of the House Jon Lund."'
}

@test "a father's name is no surname; a sheikh of whom the document says more is a title and his name" {
    expect 0 'PERSON|Hamad bin Orvi|Hamad bin Orvi
TITLE|Sheikh|sheikh
PERSON|Hamad|Hamad bin Orvi
PERSON|Orvi|Orvi' '' bash -c "printf '%s\n' '{\"text\":\"Hamad bin Orvi spoke. He told Sheikh Hamad so. King Orvi left.\"}' | tag --no-events --types=PERSON,TITLE | shown type,text,name | grep -v King"
}

@test "a body's letters are the document's own body, under the name that the body has" {
    expect 0 'New Power Party
New Power Party' '' bash -c "printf '%s\n' '{\"text\":\"In Taiwan the New Power Party met. Many said that the NPP would vote in Taiwan.\"}' | tag --no-events --types=ORG | shown name"
    expect 0 'Gas Safety Agency (Kenya)
Gas Safety Agency (Kenya)' '' bash -c "printf '%s\n' '{\"text\":\"Kenya and Nairobi told the Gas Safety Agency (GSA) so.\"}' | tag --no-events --types=ORG | shown name"
}

@test "web writers: states by their letters behind a town, shops under their owners, surnames first in quotes" {
    expect 0 'PLACE|Corvallo|Corvallo
PLACE|KS|Kansas' '' bash -c "printf '%s\n' '{\"text\":\"They moved to Corvallo, KS last year.\"}' | tag --no-events --types=PLACE | shown type,text,name"
    expect 0 "ORG|Otieno's Pizza" '' marks "\"We ate at Otieno's Pizza and left.\""
    expect 0 'PERSON|Otieno, Jane' '' marks '"Ask \"Otieno, Jane\" for it."'
}

@test "an office under its holder's title is a body; an agency in brackets is no letters of the paper" {
    expect 0 "ORG|Prosecutor's Office" '' marks "\"The Prosecutor's Office denied it.\""
    expect 0 'Norda Herald
Reuters' '' bash -c "printf '%s\n' '{\"text\":\"The Norda Herald (Reuters) said so.\"}' | tag --no-events --types=ORG | shown name"
    expect 0 'PERCENT|71%
DATE|2011
PERCENT|45%' '' marks '"It fell from 71% in 2011 to 45% soon."'
}

@test "a word written small is a name only where the writer is careless" {
    expect 0 '' '' bash -c "printf '%s\n' '{\"text\":\"They called the talks a risky gamble that few would take.\"}' | tag --no-events | shown text"
    expect 0 'tampa' '' bash -c "printf '%s\n' '{\"text\":\"i moved to tampa last year and i like it here.\"}' | tag --no-events --types=PLACE | shown text"
}

@test "in letters and reviews the model is heard against letters and listed words, and places may be written small" {
    expect 0 '' '' marks '"I called you about my DSL modem and you told me the BXQ light is on."'
    expect 0 'ORG|BXQ' '' bash -c "printf '%s\n' '{\"text\":\"Officials of the BXQ met on the coast.\"}' | tag --no-events --types=ORG | shown type,text"
    expect 0 'PLACE|peru' '' marks '"I came back from peru and you missed my call."'
    expect 0 '' '' marks '"He came back from peru and missed the call."'
    expect 0 'PERSON|Jane Belo' '' marks '"As I told you, after a talk with Jane Belo I left my office."'
    expect 0 'BXQ' '' bash -c "tag --names=<(printf 'BXQ\tORG\n') --no-events <<<'{\"text\":\"You told me the BXQ light is on, I said.\"}' | shown text"
    # Two records of one document: its first sentence tells how it is written.
    expect 0 '' '' bash -c "printf '%s\n' '{\"doc\":1,\"text\":\"You asked me and I told you that I would call.\"}' '{\"doc\":1,\"text\":\"The BXQ light is on.\"}' | tag --no-events | shown text"
}

@test "letters are no person but where people write to each other; a body's letters end before common words" {
    expect 0 'TITLE|representative
ORG|BXKA
COUNTRY|Peru' '' marks '"The intermediary and the representative of BXKA in Peru were sentenced."'
    expect 0 'ORG|EAC
PLACE|Arusha' '' marks '"The EAC Heads of State met in Arusha."'
}

@test "a first name may be a name's last word; a language is no place; names on both sides of a slash are two" {
    expect 0 'PERSON|Hnin Kyi Aung
PERSON|Jane Otieno' '' marks '"Those held were Hnin Kyi Aung and Jane Otieno."'
    expect 0 '' '' marks '"The word means friend in Kafui language."'
    expect 0 'PLACE|Lima
PLACE|Accra
PLACE|Lagos' '' marks '"The flights from Lima to Accra/Lagos were full."'
}

@test "a people that no list knows is one where its tribe, clan or people is told of, then wherever it is named" {
    expect 0 'NATIONALITY|Kafuwi
NATIONALITY|Beloro' '' marks '"Elders of the Kafuwi and Beloro peoples met."'
    expect 0 'NATIONALITY|Xolibe
NATIONALITY|Xolibe' '' bash -c "printf '%s\n' '{\"doc\":1,\"text\":\"It was land of the Xolibe tribe.\"}' '{\"doc\":1,\"text\":\"Later some Xolibe were asked.\"}' | tag --no-events | shown type,text"
    expect 0 'NATIONALITY|Karen' '' marks '"It was hard for the Karen people."'
    expect 0 'PERSON|Karen' '' marks '"In the end Karen said so."'
    expect 0 'NATIONALITY|Tsotho' '' bash -c "printf '%s\n' '{\"text\":\"A Tsotho clan left.\"}' | tag --no-events | shown type,text"
}

@test "a disease's letters are no body, a platform is nobody" {
    expect 0 'ORG|Weibo' '' bash -c "printf '%s\n' '{\"text\":\"Cases of TB were told of by users on Weibo, with a VPN.\"}' | tag --no-events | shown type,text"
}

@test "letters without full stops before a name are a person's" {
    expect 0 'PERSON|D K Mwangi|D K Mwangi|
PERSON|H B Lumo Otieno|H B Lumo Otieno|' '' entities '"Later D K Mwangi met H B Lumo Otieno."'
    expect 0 'COUNTRY|U S|United States|
TITLE|Ambassador|ambassador|' '' entities '"The U S Ambassador left."'
}

@test "a word in brackets behind a long name is what the body is called for short" {
    expect 0 'ORG|Institute of Posts and Telecommunications|Institute of Posts and Telecommunications|
ORG|Potelu|Institute of Posts and Telecommunications|
ORG|Potelu|Institute of Posts and Telecommunications|' '' \
        entities '"The Institute of Posts and Telecommunications (Potelu) closed. The fee goes to Potelu."'
}

@test "a country and a word that no list knows are a body; a city's park is a building's kind, a national one a place" {
    expect 0 'ORG|China Lumoly|China Lumoly|' '' entities '"The deal with China Lumoly was signed."'
    expect 0 'FACILITY|Lumo City Park|Lumo City Park|
PLACE|Lumo National Park|Lumo National Park|' '' entities '"They met at Lumo City Park, not in the Lumo National Park."'
}

@test "a body keeps all the fields that it is for" {
    expect 0 'ORG|Standing Committee on the Ministry of Law, Justice and Parliamentary Affairs|Standing Committee on the Ministry of Law, Justice and Parliamentary Affairs|' '' \
        entities '"The Standing Committee on the Ministry of Law, Justice and Parliamentary Affairs sat."'
}

@test "a day without a year has the year that the document gives it elsewhere, if that is one" {
    printf '%s\n' '{"doc":1,"text":"He left on 6 April."}' '{"doc":1,"text":"He came on April 6, 2021, and again on May 3."}' \
        '{"doc":2,"text":"On 6 April. On 6 April 2020. On 6 April 2021."}' >in
    expect 0 '2021-04-06
2021-04-06
XXXX-05-03
XXXX-04-06
2020-04-06
2021-04-06' '' bash -c "tag --no-events in | shown value"
}

@test "letters in brackets are a place's or building's, too; an acronym's words count in their order" {
    expect 0 'PLACE|Lumo Special Development Zone|Lumo Special Development Zone|
PLACE|LSDZ|Lumo Special Development Zone|
PLACE|LSDZ|Lumo Special Development Zone|' '' \
        entities '"The Lumo Special Development Zone (LSDZ) grows. Firms left the LSDZ soon."'
    expect 0 'ORG|Democratic Revolutionary Party|Democratic Revolutionary Party|
ORG|PRD|Democratic Revolutionary Party|' '' entities '"The Democratic Revolutionary Party (PRD) won."'
}

@test "a plan is nobody's name" {
    expect 0 '' '' entities '"The first phase of the Quiet Leisure Plan began."'
}

@test "a minister's field may be letters; letters that go on as a word are a body's" {
    expect 0 'TITLE|Minister of ICT|minister of ict|
PERSON|Grace Mwangi|Grace Mwangi|' '' entities '"The Minister of ICT, Grace Mwangi, left."'
    expect 0 'ORG|GNFund|GNFund|' '' entities '"The levy is paid to GNFund every year."'
}

@test "a name that begins with initials goes on under its first word and its last" {
    expect 0 'PERSON|B Z Lumo Otieno Gowda|B Z Lumo Otieno Gowda|
PERSON|Lumo|B Z Lumo Otieno Gowda|
PERSON|Gowda|B Z Lumo Otieno Gowda|' '' \
        entities '"First B Z Lumo Otieno Gowda came. Then Lumo told reporters of the blessings of Gowda."'
}

@test "what is named for a ruler has the title in its name; a house under a name is a building" {
    expect 0 'FACILITY|King Lumo Bridge|King Lumo Bridge|
FACILITY|Kafui House|Kafui House|' '' entities '"They crossed the King Lumo Bridge to speak at Kafui House."'
}

@test "a name goes on before whose child somebody is" {
    expect 0 'PERSON|Lumo bint Hassan Kafui|Lumo bint Hassan Kafui|' '' entities '"It was said by Lumo bint Hassan Kafui."'
}

@test "fields on both sides of an and before a minister, and behind in, are one name" {
    expect 0 'TITLE|Natural Resources and Environment Minister|natural resources and environment minister|
PERSON|Grace Mwangi|Grace Mwangi|' '' entities '"Natural Resources and Environment Minister Grace Mwangi spoke."'
    expect 0 'ORG|Lumo Institute for Research in Nutrition|Lumo Institute for Research in Nutrition|' '' \
        entities '"It went to the Lumo Institute for Research in Nutrition."'
}

@test "a vision is nobody's name, a name before a country a body's" {
    expect 0 '' '' entities '"The first phase of the Quiet Leisure Vision began."'
    expect 0 'ORG|Claro Nicaragua|Claro Nicaragua|' '' entities '"The channel is run by Claro Nicaragua, they said."'
}

@test "power plants under their letters are buildings; an agency under its letters needs no country" {
    printf '%s\n' '{"text":"Kenya left. Kenya said the LUM Agency reported from the Kafuidenu HPP."}' >in
    expect 0 'ORG|LUM Agency
FACILITY|Kafuidenu HPP' '' bash -c "tag --no-events --types=ORG,FACILITY in | shown type,name"
}

@test "a body ends where its member's name begins" {
    expect 0 'ORG|Lumo Sovereign Council|Lumo Sovereign Council|
PERSON|Ibrahim al-Kafui|Ibrahim al-Kafui|' '' entities '"They met with a member of the Lumo Sovereign Council Ibrahim al-Kafui."'
}

# documents N SEED: N documents of a few sentences, records without text and tagged ones among them.
documents() {
    python3 - "$1" "$2" <<'P'
import json, random, sys
count, seed = int(sys.argv[1]), int(sys.argv[2])
r = random.Random(seed)
names = ["Zofia Malinowska", "Grace Mwangi", "Poland", "Kenya", "the Lumo Institute", "Hanoi", "President Anna Lund"]
verbs = ["met", "threatened", "praised", "accused", "said on Monday that it would help", "condemned"]
for i in range(count):
    doc = f"{seed}-{i}"
    for k in range(r.randrange(1, 9)):
        record = {"id": f"{doc}.{k}", "doc": doc, "date": "2023-09-11",
                  "text": f"{r.choice(names)} {r.choice(verbs)} {r.choice(names)} in {r.choice(names)}."}
        if r.random() < .05:
            record["text"] = 7
        if r.random() < .05:
            record["entities"] = []
        print(json.dumps(record))
P
}

@test "-j changes nothing in the output" {
    documents 300 1 >in
    echo '{"bad' >>in
    documents 100 2 >>in
    tag --explain=why in >want 2>err || [ $? = 1 ]
    grep -q '"events":\[{' want
    for jobs in 2 3 8; do
        tag -j $jobs --explain=why.$jobs in >out 2>err.$jobs || [ $? = 1 ]
        cmp out want
        cmp err err.$jobs
        cmp why why.$jobs
    done
    for form in ansi html; do
        cmp <(tag -q --to=$form in) <(tag -q -j 2 --to=$form in)
    done
}

@test "-j with --strict stops at the same record" {
    { documents 50 1; echo '{"bad'; documents 50 2; } >in
    tag --strict in >want 2>err || [ $? = 1 ]
    tag -j 2 --strict in >out 2>err || [ $? = 1 ]
    cmp out want
    [ "$(wc -l <out)" = "$(($(grep -n '^{"bad$' in | cut -d: -f1) - 1))" ]
}

# The second document, still without its end, is not waited for.
@test "-j: documents that are whole go out while input is awaited" {
    mkfifo in
    tag -j 2 in >out &
    exec 7>in
    printf '%s\n' '{"doc":1,"text":"Poland spoke."}' '{"doc":2,"text":"Kenya spoke."}' >&7
    for _ in $(seq 100); do
        [ ! -s out ] || break
        sleep 0.1
    done
    cp out early
    printf '%s\n' '{"doc":2,"text":"Hanoi spoke."}' >&7
    exec 7>&-
    wait
    [ "$(wc -l <early)" = 1 ]
    [ "$(grep -c '"name":"\(Poland\|Kenya\|Hanoi\)"' out)" = 3 ]
}

@test "a record's lang may be a tag, three letters or a name" {
    for lang in en en-GB eng English; do
        printf '{"lang":"%s","text":"Poland threatened Norway on Monday."}\n' $lang | tag | grep -q '"code":"THREATEN"' ||
            { echo $lang; return 1; }
    done
    printf '{"lang":"French","text":"Poland threatened Norway on Monday."}\n' | tag | grep -q '"events":\[\]'
    # What says of no language what it is says nothing.
    for lang in und mul unknown n/a ''; do
        printf '{"lang":"%s","date":"2024-12-01","text":"Poland threatened Norway on 10/11/2024."}\n' $lang | tag >out
        grep -q '"code":"THREATEN"' out && lacks '"value"' out
    done
}

@test "a record's date that is none counts for nothing, and that is said once" {
    for date in 2024-02-30 2023-02-29 2024-13-01 05/06/2024 20240506 2024-5-6 '6 May 2024' 2024/05/06; do
        printf '{"id":%s,"date":"%s","text":"She came on Monday."}\n' 1 "$date" 2 "$date" | tag >out 2>err
        lacks '"value"' out
        [ "$(cat err)" = "tag: <stdin>:1: date '$date' is no day of ISO 8601 (2024-05-31): \"on Monday\" is counted from none (said once)" ]
    done
    printf '{"date":1717400000,"text":"She came on Monday."}\n' | tag 2>&1 >out | grep -q "date '1717400000' is no day of ISO 8601"
    lacks '"value"' out
    for date in 2024-02-29 2024-05-06T10:00:00Z '2024-05-06 10:00' 2024 2024-05 2024-05~ XXXX-02-29 XXXX-05 ''; do
        printf '{"date":"%s","text":"She came on Monday."}\n' "$date" | tag 2>&1 >out | grep . && return 1
        [ -s out ]
    done
    # The text's own date counts then.
    printf '{"date":"yesterday","text":"HANOI, May 8, 2024 (Agency) - The envoy came on Monday."}\n' | tag -q |
        grep -q '"value":"2024-05-06"'
}

@test "a name over and over costs no more a byte than a page, be it listed, enumerated or without an end" {
    local piece
    for piece in 'Poland, ' 'NATO, ' 'Anna Nowak ' 'Kafui Zorblax, '; do
        python3 -c '
import json, sys
print(json.dumps({"id": "big", "doc": "d", "text": sys.argv[1] * (2000000 // len(sys.argv[1]))}))
print(json.dumps({"id": "next", "doc": "e", "text": "Then Poland spoke."}))' "$piece" >in.jsonl
        timeout 10 tag -q --no-events in.jsonl >out
        grep -q '"name":"Poland"' <(tail -n 1 out)
    done
}

@test "a surname that is also a people's or town's name is the person whom the document has named" {
    printf '%s\n' '{"doc":"a","text":"Peter Magyar, the leader of the party, met the king."}' \
        '{"doc":"a","text":"Magyar condemned the attack."}' |
        tag -q --no-events | shown type,text,name | grep '|Magyar|' >out
    diff -u <(printf '%s\n' 'PERSON|Magyar|Peter Magyar') out
}

@test "a day that opens a sentence is no part of the name behind it" {
    printf '%s\n' '{"text":"On Wednesday Eduardo Belo quit."}' '{"text":"By Tuesday Ana Belo had left."}' |
        tag -q --no-events | shown type,text >out
    diff -u <(printf '%s\n' 'DATE|Wednesday' 'PERSON|Eduardo Belo' 'DATE|Tuesday' 'PERSON|Ana Belo') out
}

@test "a month that opens a sentence before a name is a date; a state's governor has his title" {
    printf '%s\n' '{"text":"In April Peru left the club."}' '{"text":"Kaduna State Governor Nasir Otieno left."}' |
        tag -q --no-events | shown type,text >out
    diff -u <(printf '%s\n' 'DATE|April' 'COUNTRY|Peru' 'PLACE|Kaduna State' 'TITLE|Governor' 'PERSON|Nasir Otieno') out
}

@test "a dash that a page wrote as a hyphen ends a name where a clause begins" {
    printf '%s\n' '{"text":"The president-William Ruto-has spoken, and Ada Belo-who led them-left with Kim Jong-un."}' |
        tag -q --no-events | shown type,text >out
    diff -u <(printf '%s\n' 'TITLE|president' 'PERSON|William Ruto' 'PERSON|Ada Belo' 'PERSON|Kim Jong-un') out
}

@test "a Kenyan minister's office, a field and CS, is no part of the name behind it" {
    printf '%s\n' '{"text":"Health CS Ada Otieno and Public Service CS Milo Belo left CS Sfaxien."}' |
        tag -q --no-events | shown type,text | head -n 4 >out
    diff -u <(printf '%s\n' 'TITLE|Health CS' 'PERSON|Ada Otieno' 'TITLE|Public Service CS' 'PERSON|Milo Belo') out
}
