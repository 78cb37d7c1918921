# Which blocks of a page clean takes for the article.
#
# A fixture NAME.page is a page by roles: each line begins with M (menu), T (title), H (heading), B (body) or F
# (footer). The tests bring it to plain text or to HTML, and expect exactly the H and B lines.
load helper

as_text() {
    awk '{ role = substr($0, 1, 1); if (NR > 1 && (role != last || role == "B")) print ""; print substr($0, 3); last = role }' "$1"
}

as_html() {
    awk 'BEGIN { print "<!DOCTYPE html><html><body><nav><ul>" }
         { role = substr($0, 1, 1); line = substr($0, 3) }
         role == "M" { print "<li><a href=\"/s\">" line "</a></li>" }
         role == "T" { print "</ul></nav><article><h1>" line "</h1>" }
         role == "H" { print "<h2>" line "</h2>" }
         role == "B" { print "<p>" line "</p>" }
         role == "F" { print (last == "F" ? "" : "</article><footer>") "<div><a href=\"/f\">" line "</a></div>" }
         { last = role }
         END { print "</footer></body></html>" }' "$1"
}

body_of() {
    awk '/^[HB] / { if (n++) print ""; print substr($0, 3) }' "$1"
}

# whole LANGUAGE: the article comes out whole and alone, from text and from HTML.
whole() {
    local page
    page=$(fixture "clean-extract/$1.page")
    body_of "$page" >expected
    as_text "$page" | clean --to=text | diff expected - && as_html "$page" | clean --to=text | diff expected -
}

@test "a page in German comes out whole" {
    whole de
}

@test "a page in French comes out whole" {
    whole fr
}

@test "a page in Spanish comes out whole" {
    whole es
}

@test "a page in Portuguese comes out whole" {
    whole pt
}

@test "a page in Russian comes out whole" {
    whole ru
}

@test "a page in Korean comes out whole" {
    whole ko
}

@test "a page in Vietnamese comes out whole" {
    whole vi
}

@test "a page in Chinese comes out whole" {
    whole zh
}

@test "a page in Japanese comes out whole" {
    whole ja
}

@test "a page in Arabic comes out whole" {
    whole ar
}

@test "the rooms of the extractor, by their C tests" {
    "$UNIT/clean_extract"
}

# story OPTION...: the article of a page with figure, table, list of links, <pre>, a doubled paragraph and comments.
story() {
    clean --to=text "$@" "$(fixture clean-extract/story.html)"
}

@test "title, byline, menu, footer and the pointer to another article are left out" {
    story >out
    ! grep -E 'Oyelaran|^Home|Harbour Gazette|Read also|^Ferry to the outer' out
}

@test "a paragraph that stands in the article already stands there once" {
    [ "$(story | grep -c '^The ferry to the outer islands will run')" = 1 ]
}

@test "a table of contents goes, and the headings that it names stay" {
    cat >page.txt <<'EOF'
Looking after a canal boat through the winter

Drain the water tank before the first frost
Keep the cabin dry when nobody is aboard
Check the mooring lines after every storm

A boat that lies on a canal from November to March needs some care, even if nobody sleeps in it before the spring.

Drain the water tank before the first frost

Water that freezes in a pipe will split it, and the leak shows only in the spring, when the pump is switched on again.

Keep the cabin dry when nobody is aboard

Leave a window open by the width of a finger and lift the cushions, so that the air can reach what lies under them.

Check the mooring lines after every storm

A line that rubs on a stone edge wears through in a few nights of wind, so put a piece of old hose around it there.
EOF
    clean --explain=why --to=text page.txt >out
    grep -c 'table of contents' why | grep -qx 3
    for heading in 'Drain the water' 'Keep the cabin' 'Check the mooring'; do
        [ "$(grep -c "$heading" out)" = 1 ]
    done
    grep -n '^Drain\|^A boat' out | cut -d: -f2 | head -n 1 | grep -q '^A boat'
}

@test "a figure's caption goes to captions, not to the text" {
    clean "$(fixture clean-extract/story.html)" | tocsv -f captions >out
    grep -q 'The ferry Heron at its berth on Tuesday' out
    ! story | grep -q 'at its berth'
}

@test "lines of one <pre> stay together" {
    story | awk 'BEGIN { RS = "" } /^Timetable/ { print NF; exit }' FS='\n' >out
    [ "$(cat out)" = 3 ]
}

@test "in plain text, what stands among two buttons for replies and behind them is readers' comments" {
    paragraph='The old mill by the river grinds barley again, forty years after its wheel was sold to a collector in the county town.'
    comment='I remember the sound of that wheel from my school days, and I hope that they will let children see it work again.'
    printf '%s\n\n%s\n\nShare\n\nReply\n\nMarta\n%s\n\nREPLY\n\nJon\n%s\n' "$paragraph" "${paragraph/again/anew}" "$comment" "${comment/again/now}" >in.txt
    clean --to=text in.txt >out
    grep -q 'grinds barley again' out
    lacks 'school days' out
    clean --comments --to=text in.txt | grep -q 'see it work again'
    clean --explain in.txt 2>why >out
    grep -q '"label":"comment".*"rule":"replies"' why
    printf '%s\n\n%s\n\nReply\n\n%s\n' "$paragraph" "${paragraph/again/anew}" "${paragraph/mill/forge}" >in.txt
    clean --to=text in.txt | grep -q 'old forge'
}

@test "a heading inside the article is a block of kind heading" {
    clean "$(fixture clean-extract/story.html)" >out
    grep -q '"kind":"heading"' out
    [ "$(grep -o '"kind":"heading"' out | wc -l)" = 1 ]
}

@test "--comments keeps what readers wrote, behind the article" {
    story | lacks 'My grandmother'
    [ "$(story --comments | tail -n 1)" = "Let us see whether the county still pays when the next winter comes, I have my doubts about it." ]
}

@test "a pointer to another article goes, its headline glued to it or not" {
    paragraph="The bakers of the island have baked with barley since the mill was built, and they say that they will not stop now."
    for pointer in 'Read also: The mill of Great Holm' 'Read alsoThe mill of Great Holm' 'Lesen Sie auchDie Mühle von Holm'; do
        printf '<h1>Barley bread</h1><p>%s</p><p>%s</p><p>Half of the flour goes to the mainland. %s</p>' "$paragraph" "$pointer" "$paragraph" >in.html
        clean --to=text in.html | lacks Holm
    done
}

@test "between two paragraphs the heading of an advertisement or of a table of contents, a credit or a button goes" {
    for notice in Anzeige 'Story continues below advertisement' PUBLICITÉ 広告 'Table of Contents' Inhaltsverzeichnis 目录 'Illustration: Ada Holm' 'Learn more'; do
        printf 'The bakers of the island have baked with barley since the mill was built, and will not stop now.\n\n%s\n\nHalf of the flour goes to the mainland, where it is made into a beer that few on the island drink.\n' "$notice" >in.txt
        [ "$(clean --to=text in.txt | grep -c .)" = 2 ]
    done
}

@test "of plain text a caption goes in all its wordings, with a credit glued to it and without one near by" {
    first="The bakers of the island have baked with barley since the mill was built, and they say that they will not stop now."
    last="Half of the flour goes to the mainland, where it is made into a beer that few people on the island ever drink."
    caption="The first sacks of barley flour were carried out of the mill after the bakers had repaired its oldest wheel"
    for credit in 'Credit: Eastern Press' 'Photo: Eastern Press' '. Photo: Eastern Press'; do
        printf '%s\n\n%s\n\n6\n\n%s%s\n\n%s\n\n%s\n' "$first" "$caption" "$caption" "$credit" "$last" "$first She agrees." >in.txt
        clean --to=text in.txt >out
        [ "$(grep -c 'oldest wheel' out)" = 0 ]
        grep -q 'since the mill' out
        grep -q 'mainland' out
    done
    # a heading with which a long paragraph begins is none
    printf '%s\n\nThe mill of Great Holm\n\nThe mill of Great Holm was built when the island still had forty bakers, and it turned by wind and then by water until the last of them left for the mainland. (Photo: Eastern Press)\n\n%s\n' "$first" "$last" >in.txt
    clean --to=text in.txt | grep -qx 'The mill of Great Holm'
}

@test "what readers wrote is no article however it reads, unless the whole article is named so" {
    paragraph="The bakers of the island have baked with barley since the mill was built, and they say that they will not stop now."
    comment="I have baked with barley for thirty years, and my mother did so before me; nothing else keeps as well in the winter."
    printf '<h1>Barley bread</h1><div class="post"><p>%s</p><p>Half of the flour goes to the mainland, %s</p><div id="comments"><p>%s</p></div></div>' "$paragraph" "$paragraph" "$comment" >in.html
    clean --to=text in.html >out
    lacks 'thirty years' out
    grep -q 'since the mill' out
    clean --comments --to=text in.html | grep -q 'thirty years'
    printf '<h1>Barley bread</h1><div class="post-with-comments"><p>%s</p><p>%s</p></div>' "$paragraph" "$comment" >in.html
    clean --to=text in.html | grep -q 'thirty years'
}

@test "--tables=drop leaves the cells of tables out" {
    story | grep -q '^Mainland to Great Holm'
    ! story --tables=drop | grep -q '^Mainland to Great Holm'
}

@test "--links writes a paragraph's first link behind it" {
    story --links | grep -q 'when the weather allowed it. </boats>$'
}

@test "--rules: a user's phrase overrules the model, both ways" {
    printf 'drop\ta ticket will cost\nkeep-line\tprivacy policy\n' >rules
    story --rules=rules >out
    lacks 'A ticket will cost' out
    grep -qx 'Privacy policy' out
}

@test "--favor=recall keeps no less, --favor=precision no more than the balance" {
    local page
    for page in "$FIXTURES"/clean-extract/*.page; do
        as_text "$page" >page
        clean --to=text --favor=recall page | wc -w >recall
        clean --to=text page | wc -w >balance
        clean --to=text --favor=precision page | wc -w >precision
        [ "$(cat recall)" -ge "$(cat balance)" ]
        [ "$(cat balance)" -ge "$(cat precision)" ]
        [ "$(cat precision)" -gt 0 ]
    done
}

@test "--explain names label, score and rule of every block" {
    story --explain=why >/dev/null
    grep -q '"label":"caption".*"rule":"figure"' why
    grep -q '"label":"drop".*"rule":"points elsewhere"' why
    grep -q '"label":"repeat"' why
    grep -q '"label":"comment"' why
}

@test "the same page gives the same record for every read size" {
    clean "$(fixture clean-extract/story.html)" >whole
    for size in 1 7 4096; do
        BROADSHEET_READ_SIZE=$size clean "$(fixture clean-extract/story.html)" >parts
        cmp parts whole
    done
}

@test "a sentence that was wrapped over lines of plain text is one paragraph again" {
    cat >page.txt <<'END'
The harbour office said on Tuesday that the ferry to the outer islands
would run again from the first of June, after a pause of almost two years
that had left some four hundred people without a regular link.

The company that ran the line had given it up when the price of fuel
doubled, and the islanders had to depend on fishing boats since then.
END
    [ "$(clean --to=text page.txt | grep -c .)" = 2 ]
}

@test "wrapped lines are one paragraph, too, where the next line begins with a name or a sentence ends with the line" {
    cat >page.txt <<'END'
   HAVENPORT - The harbour office said on Tuesday that the ferry to Great
Holm would run again from the first of June, after a pause of two years.
The company that ran the line had given it up when the price of fuel had
doubled, and the islanders had to depend on fishing boats ever since.
   The council will pay for the first year, the office said, and the boat
will be the one that was laid up at Marsh End when the old line was
closed for want of passengers and of money.
END
    [ "$(clean --to=text page.txt | grep -c .)" = 2 ]
    clean --to=text page.txt | grep -q 'to Great Holm would run.* of two years. The company that ran'
}

@test "a page without an article gives an empty text" {
    printf 'Page not found\n\nHome\nNews\nContact\n\nThe page you asked for does not exist.\n\nPrivacy\n' >lost.txt
    clean -q lost.txt >record
    grep -q '"text":""' record
}

@test "in HTML a dateline alone above the article stays where the model is sure of it" {
    cat >page.html <<'EOF'
<!DOCTYPE html><html><head><title>Harbour crane returns to work after repairs | Lakeside Post</title></head><body>
<header><nav><a href="/">Home</a> <a href="/n">News</a> <a href="/s">Sport</a></nav></header>
<article><h1>Harbour crane returns to work after repairs</h1>
<p>LUGANO, SWITZERLAND</p>
<p>The old crane in the harbour of Lugano lifted its first load in eleven months on Monday, after engineers had
replaced both of its cables and the brake of its winch.</p>
<p>“We did not expect it to take so long,” said the harbour master, who had watched the trial from the quay. The parts
came from a workshop in the north of the country.</p>
<p>The crane was built in 1931 and may lift eight tonnes. It is used to bring boats ashore for the winter, which most
owners had to do elsewhere last year.</p>
<p>From next week on it will work every day but Sunday, the town said in a statement.</p>
</article><footer><p>Copyright Lakeside Post. All rights reserved.</p></footer></body></html>
EOF
    clean --to=text page.html >out
    [ "$(head -n 1 out)" = "LUGANO, SWITZERLAND" ]
    [ "$(grep -c . out)" -eq 5 ]
}
