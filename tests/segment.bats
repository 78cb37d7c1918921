# segment: sentences of text and records.
load helper

DOCUMENT='{"id":"d1","n":1.0,"title":"A Day at Sea. And After","big":123456789012345678901234567890,"text":"Dr. Reed left at noon. He came back late.\n\nNo one asked why.","captions":["The boat. Photo: L. Marsh"],"blocks":[{"start":0,"end":41,"kind":"body"},{"start":43,"end":60,"kind":"heading"}],"esc":"\u00e9\/"}'

@test "plain text becomes one sentence a line" {
    printf 'Mr. Hale saw it. He said so.\nThe second line\n' >in
    expect 0 $'Mr. Hale saw it.\nHe said so.\nThe second line\n' '' segment in
}

@test "a document becomes records: title, body, heading, captions, with every other member as it came" {
    printf '%s\n' "$DOCUMENT" >in
    rest='"n":1.0,"title":"A Day at Sea. And After","big":123456789012345678901234567890,"esc":"\u00e9\/"}'
    printf '%s\n' \
        '{"id":"d1.1","doc":"d1","kind":"title","par":1,"sent":1,"start":0,"end":23,"text":"A Day at Sea. And After",'"$rest" \
        '{"id":"d1.2","doc":"d1","kind":"body","par":1,"sent":2,"start":0,"end":22,"text":"Dr. Reed left at noon.",'"$rest" \
        '{"id":"d1.3","doc":"d1","kind":"body","par":1,"sent":3,"start":23,"end":41,"text":"He came back late.",'"$rest" \
        '{"id":"d1.4","doc":"d1","kind":"heading","par":2,"sent":4,"start":43,"end":60,"text":"No one asked why.",'"$rest" \
        '{"id":"d1.5","doc":"d1","kind":"caption","par":1,"sent":5,"start":0,"end":9,"text":"The boat.",'"$rest" \
        '{"id":"d1.6","doc":"d1","kind":"caption","par":1,"sent":6,"start":10,"end":25,"text":"Photo: L. Marsh",'"$rest" >want
    expect 0 "$(cat want)" '' segment in
}

@test "--body-only leaves out title and captions" {
    printf '%s\n' "$DOCUMENT" >in
    expect 0 $'Dr. Reed left at noon.\nHe came back late.\nNo one asked why.\n' '' segment --body-only --to=text in
}

@test "--paragraphs cuts at blank lines, or at line ends where there are none" {
    printf 'One. Two.\nThree.\n\nFour. Five.\n' >blank
    printf 'One. Two.\nThree.\n' >lines
    expect 0 $'One. Two. Three.\nFour. Five.\n' '' segment --paragraphs blank
    expect 0 $'One. Two.\nThree.\n' '' segment --paragraphs lines
}

@test "a record without id gets a hash of its content, the same on every run and for every read size" {
    printf '{"text":"It rained. We stayed."}\n{"id":null,"text":"It rained. We stayed."}\n' >in
    segment in >first
    BROADSHEET_READ_SIZE=1 segment in | cmp - first
    grep -cE '^\{"id":"[0-9a-f]{32}\.[12]","doc":"[0-9a-f]{32}"' first | grep -qx 4
    [ "$(cut -d. -f1 first | sort -u | wc -l)" = 2 ]
}

@test "a number as id stays a number in doc" {
    printf '{"id":12345678901234567890,"text":"One word."}\n' >in
    expect 0 '{"id":"12345678901234567890.1","doc":12345678901234567890,"kind":"body","par":1,"sent":1,"start":0,"end":9,"text":"One word."}' '' segment in
}

@test "a sentence record stays as it is" {
    printf '%s\n' '{"id":"a.1", "doc":"a","sent":1,"text":"One. Two."}' >in
    expect 0 "$(cat in)" '' segment in
}

@test "segmenting twice changes nothing more" {
    printf '%s\n' "$DOCUMENT" >in
    segment in >once
    segment once | cmp - once
}

@test "-k cuts another member" {
    printf '{"id":1,"text":"Keep. This.","body":"One here. Two here."}\n' >in
    expect 0 $'One here.\nTwo here.\n' '' segment -k body --to=text in
    segment -k body in | head -n 1 | grep -qF '"body":"One here."'
}

@test "a lang that names no language is as good as none" {
    text='Der Bürgermeister von Halden fragt Sie bzw. Frau Holm, ob Dr. Sieben und der Arzt kommen. Sie kommen.'
    printf '{"lang":"de","text":"%s"}\n' "$text" | segment --to=text >german
    [ "$(wc -l <german)" = 2 ]
    for lang in und mul unknown n/a ''; do
        printf '{"lang":"%s","text":"%s"}\n' "$lang" "$text" | segment --to=text --explain=why | cmp - german
        grep -q '"lang":"de"' why
    done
}

@test "start and end count code points" {
    printf '{"id":"x","lang":"fr","text":"L\\u2019\xc3\xa9t\xc3\xa9 \xf0\x9f\x8c\x9e est l\xc3\xa0. Il fait chaud."}\n' >in
    segment in >out
    grep -qF '"start":0,"end":15,' out
    grep -qF '"start":16,"end":30,' out
}

@test "--to=records makes a text file one document with its name as source" {
    printf 'One here. Two here.\n' >in
    segment --to=records in | grep -c '"source":"in"}$' | grep -qx 2
}

@test "titles, initials and numbers do not end a sentence" {
    printf '%s\n' 'Gen. Ito met Rep. Cole at 3.30 p.m. on St. Kilda Rd. near No. 4.' 'J. R. Hart paid $5.20 for it.' >in
    expect 0 "$(cat in)" '' segment in
}

@test "quotes and brackets go to the left, a speaker stays with the quotation" {
    printf '%s\n' '“We are late.” The door closed. “Where are you?” Ann asked. He wrote (in ink.) It was short.' >in
    segment in >out
    sed -n 1p out | grep -qx '“We are late.”'
    grep -qx '“Where are you?” Ann asked.' out
}

@test "list items in a row are parted, an enumeration in a sentence is not" {
    printf '%s\n' '1. Boil the rice 2. Drain it 3. Serve' 'We need 1) time, 2) money and 3) luck.' 'The plan has a name: 1) Bread for all, 2) Work, and 3) Unity among towns.' >in
    expect 0 $'1. Boil the rice\n2. Drain it\n3. Serve\nWe need 1) time, 2) money and 3) luck.\nThe plan has a name: 1) Bread for all, 2) Work, and 3) Unity among towns.\n' '' segment in
}

@test "credits, addresses in a row, cut-off speech and salutations are parted" {
    printf '%s\n' 'The new gate at noon Photo: Ada Holm.' \
        'http://www.sample.org/one.html http://www.sample.org/two.html' \
        'I thought we might — No, never mind.' 'Dear Ms. Hale, I have your letter. It was late.' >in
    expect 0 $'The new gate at noon\nPhoto: Ada Holm.\nhttp://www.sample.org/one.html\nhttp://www.sample.org/two.html\nI thought we might —\nNo, never mind.\nDear Ms. Hale,\nI have your letter.\nIt was late.\n' '' segment --wrapped=no in
}

@test "a caption before a sentence, a figure's number, a name behind a quotation" {
    printf '%s\n' 'Ruth Vance of the Mill Union In the southern valley, turnout was lower than before.' \
        'Figure 3.2 The canal in winter, seen from the lock.' '"We will open the lock in May." - Ruth Vance' >in
    expect 0 $'Ruth Vance of the Mill Union\nIn the southern valley, turnout was lower than before.\nFigure 3.2\nThe canal in winter, seen from the lock.\n"We will open the lock in May." - Ruth Vance\n' '' \
        segment --lang=en in
}

@test "speakers of a transcript, measures, references of law, initials behind a title" {
    printf '%s\n' 'ROSA: Where is it? KARL: Upstairs. ROSA: Thank you.' 'It fell to -3.5 °C. Rain came later.' \
        'See Art. 4(1) of Reg. (EC) No. 8/2003. Cf. Moss, op. cit., p. 9.' 'Dr. B. Keller spoke. Gen. J.R. Moss did not.' >in
    expect 0 $'ROSA: Where is it?\nKARL: Upstairs.\nROSA: Thank you.\nIt fell to -3.5 °C.\nRain came later.\nSee Art. 4(1) of Reg. (EC) No. 8/2003.\nCf. Moss, op. cit., p. 9.\nDr. B. Keller spoke.\nGen. J.R. Moss did not.\n' '' \
        segment --lang=en --wrapped=no in
}

@test "what leads on, credits, the date of a heading, speakers behind a question, closing marks" {
    printf '%s\n' 'Some mills closed (e.g. The Old Mill), i.e. Half of them, cf. Moss. Others stayed.' 'Mill vs. Harbour was approx. The last game.' \
        'The mill seen from the bridge Image: Norwick Archive.' 'Old Mill to Become a School Sunday, March 4, 2012' \
        'The mill closed on Sunday, March 4, 2012' '"Is it open?" Rosa asked. "No!" a voice called. "Why?" He left.' \
        '(It was late. ) We went in.' >in
    expect 0 $'Some mills closed (e.g. The Old Mill), i.e. Half of them, cf. Moss.\nOthers stayed.\nMill vs. Harbour was approx. The last game.\nThe mill seen from the bridge\nImage: Norwick Archive.\nOld Mill to Become a School\nSunday, March 4, 2012\nThe mill closed on Sunday, March 4, 2012\n"Is it open?" Rosa asked.\n"No!" a voice called.\n"Why?"\nHe left.\n(It was late. )\nWe went in.\n' '' \
        segment --lang=en --wrapped=no in
}

@test "small words behind a quotation, words taken up again, steps, a day before a text, footnotes, omissions" {
    printf '%s\n' 'He cried "Let go!" over the noise. "No?" said nobody.' "You can't — You can't sail. It's -- it's late." \
        '2 Cut the pears. Cook them.' 'Friday, March 6, 2015 The ferry opened to the public. It was late.' \
        'The mill fell to ruin.12 Its wheel was sold.' 'Ask Mrs. K about the boat, or MRS. HOLM.' \
        'The crane broke. 7 However, the pier (see page 3). 14 It was closed. 12 Boats Left. It was dusk. 12 men left.' \
        'The pier was closed. [...]' 'Table 4.1 Boats that were built in Norwick' >in
    expect 0 $'He cried "Let go!" over the noise.\n"No?" said nobody.\nYou can\'t — You can\'t sail.\nIt\'s -- it\'s late.\n2 Cut the pears.\nCook them.\nFriday, March 6, 2015\nThe ferry opened to the public.\nIt was late.\nThe mill fell to ruin.12\nIts wheel was sold.\nAsk Mrs. K about the boat, or MRS. HOLM.\nThe crane broke. 7\nHowever, the pier (see page 3). 14\nIt was closed.\n12 Boats Left.\nIt was dusk.\n12 men left.\nThe pier was closed. [...]\nTable 4.1\nBoats that were built in Norwick\n' '' \
        segment --lang=en --wrapped=no in
    for rule in 'quotation goes on' repair step dateline footnote title 'closing mark' figure; do
        run "$BIN/segment" --lang=en --wrapped=no --explain=why in
        grep -q "\"rule\":\"$rule\"" why
    done
}

@test "a dash breaks speech off before a word that is else written small" {
    printf '%s\n' 'So you take the boat, and then they – There is a rope, you pull it.' \
        'The oldest pier — The Old Pier — was sold.' 'Ask for the keys - The gate is shut.' \
        'Ask the captain — Holm will know.' 'That was what he tried to — That was all he could do.' >in
    expect 0 $'So you take the boat, and then they –\nThere is a rope, you pull it.\nThe oldest pier — The Old Pier — was sold.\nAsk for the keys - The gate is shut.\nAsk the captain — Holm will know.\nThat was what he tried to — That was all he could do.\n' '' \
        segment --lang=en --wrapped=no in
    run "$BIN/segment" --lang=en --wrapped=no --explain=why in
    grep -q '"rule":"broken off"' why
}

@test "titles and initials before a name, in languages whose starting words are listed" {
    printf '%s\n' 'Le Dr. Masson et J. McAlpin attendent H.R. Colin. Ils sont seuls, cf. Masson.' 'Henri I. Il fut roi.' >fr
    expect 0 $'Le Dr. Masson et J. McAlpin attendent H.R. Colin.\nIls sont seuls, cf. Masson.\nHenri I.\nIl fut roi.\n' '' \
        segment --lang=fr --wrapped=no fr
    echo 'Fragen Sie Dr. Sieben bzw. Frau Holm. Der Arzt kommt.' >de
    expect 0 $'Fragen Sie Dr. Sieben bzw. Frau Holm.\nDer Arzt kommt.\n' '' segment --lang=de de
    echo 'El Ing. Rey vio a B. Soto. Después se fue.' >es
    expect 0 $'El Ing. Rey vio a B. Soto.\nDespués se fue.\n' '' segment --lang=es es
    run "$BIN/segment" --lang=fr --wrapped=no --explain=why fr
    grep -q '"rule":"initials"' why
}

@test "two full stops with no space behind them end a Chinese sentence" {
    echo '雨停了..不过路还湿。' >in
    expect 0 $'雨停了..\n不过路还湿。\n' '' segment --lang=zh in
}

@test "lines that are known go out before the next is waited for" {
    sentences=$({ yes 'The mill is old. It turns.' | head -n 40; sleep 1.5; } | timeout 1 "$BIN/segment" --lang=en | wc -l)
    [ "$sentences" -eq 80 ]
}

@test "items behind dashes are parted, the mark of a quoted line is no sentence" {
    printf '%s\n' '- Peel the pears. - Cut them. - Cook.' '> Can we start in June?' '>> I doubt it. We may.' >in
    expect 0 $'- Peel the pears.\n- Cut them.\n- Cook.\n> Can we start in June?\n>> I doubt it.\nWe may.\n' '' segment --lang=en --wrapped=no in
}

@test "quotation marks that a page left as HTML entities are quotation marks" {
    printf 'She said &quot;Wait.&quot; Then she left.\nHe sings &#39;Home...&#39; (1990) well.\n' >in
    expect 0 $'She said &quot;Wait.&quot;\nThen she left.\nHe sings &#39;Home...&#39; (1990) well.\n' '' segment --lang=en in
    printf 'Он снял фильм &quot;Мост&quot;. Его видели все.\n' >russian
    expect 0 $'Он снял фильм &quot;Мост&quot;.\nЕго видели все.\n' '' segment russian
}

@test "terminators of other scripts" {
    printf '%s\n' 'Πού είσαι; Δεν ξέρω.' 'Անին եկավ։ Լավ։' 'ሰላም። ደህና።' 'تم کہاں ہو؟ وہ گھر گیا۔ وہ آیا۔' >in
    expect 0 $'Πού είσαι;\nΔεν ξέρω.\nԱնին եկավ։\nԼավ։\nሰላም።\nደህና።\nتم کہاں ہو؟\nوہ گھر گیا۔\nوہ آیا۔\n' '' segment --wrapped=no in
    printf '%s\n' '„Komm her.“ Sie ging. „Wo ist er?“, fragte Anna.' >german
    expect 0 $'„Komm her.“\nSie ging.\n„Wo ist er?“, fragte Anna.\n' '' segment --lang=de german
    printf '%s\n' 'Il sig. Verdi è qui. Veja a pág. 3. De heer P. de Wit belde o.a. Anna op.' >neutral
    expect 0 $'Il sig. Verdi è qui.\nVeja a pág. 3.\nDe heer P. de Wit belde o.a. Anna op.\n' '' segment --lang=it neutral
}

@test "a speaker behind a full-width quotation belongs to it" {
    printf '%s\n' '“几点了？”他问。没有人说话。' >zh
    expect 0 $'“几点了？”他问。\n没有人说话。\n' '' segment zh
    printf '%s\n' '「誰？」と母が聞いた。返事はなかった。' >ja
    expect 0 $'「誰？」と母が聞いた。\n返事はなかった。\n' '' segment ja
    printf '%s\n' 'Chị ở đâu? Tôi ở nhà. Vui quá! Đi thôi.' >vi
    expect 0 $'Chị ở đâu?\nTôi ở nhà.\nVui quá!\nĐi thôi.\n' '' segment --lang=vi vi
    printf '%s\n' '회의는 2012. 4. 9. 대전에서 열렸다. 아무도 오지 않았다.' >ko
    expect 0 $'회의는 2012. 4. 9. 대전에서 열렸다.\n아무도 오지 않았다.\n' '' segment ko
}

@test "Japanese sentences that end in a star, a note or a question mark" {
    printf '海がきれいでした☆ また行きます。\nどこですか? 2011年の話です。\n' >in
    expect 0 $'海がきれいでした☆\nまた行きます。\nどこですか?\n2011年の話です。\n' '' segment in
}

@test "full-width terminators end sentences; in Korean and Russian few gaps without one are looked at" {
    printf '%s\n' '价格上涨。Anna没有来。' >zh
    expect 0 $'价格上涨。\nAnna没有来。\n' '' segment --lang=zh --explain=why zh
    grep -q '"boundary":true,"reason":"clear end","rule":"terminator"' why
    printf '%s\n' '그는 서울에 갔어요 저는 안 갔어요.' >ko
    expect 0 $'그는 서울에 갔어요\n저는 안 갔어요.\n' '' segment --lang=ko --explain=why ko
    grep -q '"rule":"ending".*"before":"그는"' why
    printf '%s\n' 'Князь (ум. ок. 934) был мудр. Его сын уехал. 40 человек остались.' >ru
    expect 0 $'Князь (ум. ок. 934) был мудр.\nЕго сын уехал.\n40 человек остались.\n' '' segment --explain=why ru
    ! grep -q '"after":"уехал' why
}

@test "hard-wrapped text is recognised by its lines" {
    cat >in <<'END'
The committee met for the third time this year and found that the money
which had been set aside for the bridge was gone. Nobody could say where
it went. The chairman, who had not been told, asked for a full report by
the end of the month. The members agreed.

A second meeting will be held in the spring. Until then the old ferry is
the only way across.
END
    expect 0 "$(cat <<'END'
The committee met for the third time this year and found that the money which had been set aside for the bridge was gone.
Nobody could say where it went.
The chairman, who had not been told, asked for a full report by the end of the month.
The members agreed.
A second meeting will be held in the spring.
Until then the old ferry is the only way across.
END
)" '' segment in
    [ "$(segment --wrapped=no in | wc -l)" = 10 ]
}

@test "a mail is hard-wrapped, whatever its head and its foot look like" {
    printf '%s\n' 'From: Rosa Lind <rosa@sample.org>' 'Subject: The barn' '' \
        'I went up to the barn on Friday, and I have to say that it looks a good deal' \
        'better than we feared. Only one of the doors has gone, and the roof (the part' \
        'that Dr. Moss paid for) has kept out the rain through the whole of the winter,' \
        'as far as I can see.' '' 'Yours,' 'Rosa' '--' 'Rosa Lind' 'Barn Trust' >in
    segment in >out
    grep -qx 'I went up to the barn on Friday, and I have to say that it looks a good deal better than we feared.' out
    grep -qx 'Only one of the doors has gone, .* has kept out the rain through the whole of the winter, as far as I can see.' out
    grep -qx 'Rosa Lind' out
}

@test "--wrapped joins lines that no width would tell" {
    printf 'The ship\nleft. It was\n- late\n' >in
    expect 0 $'The ship left.\nIt was\n- late\n' '' segment --wrapped in
}

@test "languages are told by --lang, by lang, or by the text" {
    printf '%s\n' '他来了。他走了！她说：“好。”' >zh
    expect 0 $'他来了。\n他走了！\n她说：“好。”\n' '' segment zh
    printf '%s\n' 'Das ist z. B. der 3. Oktober. Er kam am 5. Mai.' >de
    expect 0 $'Das ist z. B. der 3. Oktober.\nEr kam am 5. Mai.\n' '' segment --lang=de-AT de
    printf '{"id":1,"lang":"xx","text":"Lorem ipsum dolor sit. Amet consectetur."}\n' >xx
    expect 0 $'Lorem ipsum dolor sit.\nAmet consectetur.\n' '' segment --to=text xx
    segment --explain=why zh >out && grep -q '"lang":"zh"' why
    printf 'Это дом. Он большой.\n' | segment --explain=why >out && grep -q '"lang":"ru"' why
}

@test "--explain names place, reason and weight" {
    printf '{"id":"d","text":"We met Dr. Hall. He was late."}\n' >in
    segment --explain=why in >out
    grep -q '"doc":"d","member":"text","at":10,"boundary":false,.*"abbreviation":"title"' why
    grep -q '"at":16,"boundary":true' why
}

@test "CRLF, NUL and invalid UTF-8 in text: nothing is lost" {
    printf 'One here. Two here.\r\nBad \xff byte. A \0 byte.\r\n' >in
    expect 0 $'One here.\nTwo here.\nBad \xef\xbf\xbd byte.\nA \0 byte.\n' 'segment: in:2: invalid UTF-8 replaced in 1 place' segment in || true
    segment -q in >out
    printf 'One here.\nTwo here.\nBad \xef\xbf\xbd byte.\nA \0 byte.\n' | cmp - out
}

@test "text output does not depend on how the input is read" {
    for i in $(seq 1 60); do printf 'Line %s is here. It has two sentences, e.g. this one.\n' "$i"; [ $((i % 7)) = 0 ] && echo; done >in
    segment in >whole
    for size in 1 3 64 4096; do BROADSHEET_READ_SIZE=$size segment in | cmp - whole; done
}

@test "the quick looks at words and the scan agree with the slow ones" {
    expect 0 'the quick and the slow ways agree' '' "$UNIT/segment_token"
}

@test "spans and gaps give any text back, whatever the language and the options" {
    expect 0 'spans and gaps give the text back' '' "$UNIT/segment_property"
}

@test "a model is read back as it was written, and what is none is refused" {
    expect 0 'models are read back as they were written' '' "$UNIT/model_file" model
}

@test "--lang overrides the record's lang, and an option out of its choices is refused" {
    printf '{"id":1,"lang":"en","text":"Er kam am 3. Mai. Sie nicht."}\n' >in
    segment --lang=de --explain=why in >out && grep -q '"lang":"de"' why
    expect 2 '' "segment: --wrapped takes one of auto|yes|no, not 'maybe'" segment --wrapped=maybe in
    expect 2 '' "segment: --to takes one of auto|text|records, not 'csv'" segment --to=csv in
}

@test "of duplicate keys the last counts, in key order or not" {
    printf '{"id":1,"text":"Old.","text":"The new one."}\n' >in
    expect 0 'The new one.' '' segment --to=text in
}

@test "a document without sentences leaves nothing, one with a title only its title" {
    printf '{"id":1,"text":" \\n "}\n{"id":2,"title":"A title","text":""}\n' >in
    expect 0 '{"id":"2.1","doc":2,"kind":"title","par":1,"sent":1,"start":0,"end":7,"text":"A title","title":"A title"}' '' segment in
}

@test "the man page's example prints what it says" {
    python3 "$ROOT/tests/examples.py" "$ROOT/man/segment.1"
}

@test "commas, semicolons and colons of Arabic and Ethiopic end nothing, their full stops and question marks do" {
    printf 'وصلت القافلة، ثم غادرت؛ لم يرها أحد. هل عادت؟ لا أحد يعلم۔ انتهى الأمر.\n' >arabic
    expect 0 $'وصلت القافلة، ثم غادرت؛ لم يرها أحد.\nهل عادت؟\nلا أحد يعلم۔\nانتهى الأمر.' '' segment arabic
    printf 'ዝናብ ነው፣ ግን ሞቃት ነው፤ እንሄዳለን። ማን መጣ፧ ልጁ፥ እናቱ፦ ሁሉም።\n' >ethiopic
    expect 0 $'ዝናብ ነው፣ ግን ሞቃት ነው፤ እንሄዳለን።\nማን መጣ፧\nልጁ፥ እናቱ፦ ሁሉም።' '' segment ethiopic
}

@test "--lang takes a tag of BCP 47; a record's lang may also be three letters or a name" {
    printf 'The mill at No. 5 is old.\n' >in
    for lang in en EN en-GB en_US eng und pt; do
        expect 0 'The mill at No. 5 is old.' '' segment --lang=$lang in
    done
    expect 2 '' "segment: --lang takes a tag of BCP 47: en, not 'english'" segment --lang=english in
    expect 2 '' "segment: --lang takes a tag of BCP 47: de, not 'German'" segment --lang=German in
    for lang in Dutchish e 12 '' en.utf8; do
        expect 2 '' "segment: --lang takes a tag of BCP 47 such as en or pt-BR, not '$lang'" segment "--lang=$lang" in
    done
    for lang in en eng English ENGLISH en-AU; do
        printf '{"id":"a","lang":"%s","text":"He came c. 1990 to Rye."}\n' $lang | segment --explain=why >out
        grep -q '"lang":"en"' why || { echo $lang; return 1; }
    done
}

@test "the language of short records is guessed by their commonest words, each record by its own" {
    while IFS='|' read -r lang text; do
        printf '{"id":"%s","text":"%s"}\n' "$lang" "$text"
    done >in <<'END'
en|The old mill was sold. It is now in use.
de|Die alte Mühle ist verkauft. Sie wird nicht mehr gebraucht.
es|El molino de la aldea se vendió. No es del pueblo.
fr|Le moulin est dans les champs. Il ne tourne plus.
vi|Một ông già đã đến và ở đây. Tôi không biết.
|O moinho não foi do pai. Uma pena com a chuva.
|Il mulino della valle è un po' vecchio. Non gira più.
|De molen is niet van hem. Hij was er met een hond.
|Kvarnen är såld och det var inte bra. Jag vet.
|To jest stary dom. Nie ma go na co dzień.
|Bu bir eski ev. Daha ne için gibi.
|Rumah itu tidak tua. Orang yang dari desa.
|Quarta missa est. Ite domum.
ru|Старая мельница продана. Она стоит.
en|The mill was old. It is not.
END
    while IFS= read -r line; do
        printf '%s\n' "$line" | segment --explain=why >one
        cat one >>apart
        grep -o '"lang":"[a-z]*"' why | sort -u
        printf '%s\n' "$line" | sed 's/"id":"\([a-z]*\)".*/"lang":"\1"/; s/^{//'  >&3
    done <in >got 3>want
    diff want got
    segment in | cmp apart - # whatever records went before
}

@test "numbers of sentences, paragraphs and places of any length are written, and kinds beside them" {
    for i in $(seq 1 10001); do printf 'The mill stood. It fell.\\n\\n'; done >text
    printf '{"id":"m","text":"%s","blocks":[{"kind":"heading","start":26,"end":41}]}\n' "$(cat text)" | segment >out
    sed -n '1p; 3p; 20001p; $p' out >some
    printf '{"id":"m.%s","doc":"m","kind":"%s","par":%s,"sent":%s,"start":%s,"end":%s,"text":"%s"}\n' \
        1 body 1 1 0 15 'The mill stood.' 3 heading 2 3 26 41 'The mill stood.' \
        20001 body 10001 20001 260000 260015 'The mill stood.' 20002 body 10001 20002 260016 260024 'It fell.' | diff - some
}
