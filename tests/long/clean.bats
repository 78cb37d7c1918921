# clean: the instructions that not every machine has.
load ../helper

@test "without the wide instructions the same comes out, to the byte" {
    make -s -C "$ROOT" BUILD="$PWD/plain" CPPFLAGS=-DBROADSHEET_PLAIN "$PWD/plain/bin/clean"
    for page in "$FIXTURES"/pages/*; do
        clean --explain=wide.explain "$page" >wide
        plain/bin/clean --explain=plain.explain "$page" >plain.out
        cmp wide plain.out
        cmp wide.explain plain.explain
        clean --from=text --explain=wide.explain "$page" >wide
        plain/bin/clean --from=text --explain=plain.explain "$page" >plain.out
        cmp wide plain.out
        cmp wide.explain plain.explain
    done
}
