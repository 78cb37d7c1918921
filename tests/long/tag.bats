# One sentence of 10 MB that is all names, titles or bodies: every stage looks at each of them once.
load ../helper

# ends SECONDS PIECE [SIZE]: a record that repeats the piece is tagged in time, and so is the next one.
ends() {
    python3 - "$2" "${3:-10000000}" >in.jsonl <<'P'
import json, sys
piece, size = sys.argv[1], int(sys.argv[2])
print(json.dumps({"id": "big", "doc": "d", "text": piece * (size // len(piece.encode()))}, ensure_ascii=False))
print(json.dumps({"id": "next", "doc": "e", "text": "Then Poland spoke."}))
P
    timeout "$1" tag -q --no-events in.jsonl >out
    grep -q '"name":"Poland"' <(tail -n 1 out)
}

@test "two short names, over and over" {
    ends 30 'Kim and Xi,'
    ends 30 'Kim and Xi, '
}

@test "names listed without an end, or that one name is made of" {
    ends 30 'NATO, '
    ends 30 'Anna Nowak '
    ends 30 'Kafui Zorblax, '
}

@test "a title before a name, over and over" {
    ends 30 'President Anna Nowak of Poland met '
    ends 30 'White House National Security Adviser John Smith said. '
}

@test "heads of bodies and titles without an end" {
    ends 30 'Ministry '
    ends 30 'Ministry of Zorblax and '
    ends 30 'Minister '
    ends 30 'deputy minister '
    ends 30 'Minister of Works and Works and '
}

@test "bodies with acronyms, words in capitals, hyphens without an end" {
    ends 30 'Lutenian Ministry of Works and Zorblax Party (ZP) met in Merlo on May 5. '
    ends 30 'Zorblax Party (ZP) '
    ends 30 'ZORBLAX '
    ends 30 'Kim-'
    ends 30 'Al al-'
}

@test "a hundred thousand different names in one document" {
    python3 -c '
import json
text = " ".join(f"President Zor{i} Vel{i * 7} of Poland met Kim{i % 97} Xi." for i in range(100000))
print(json.dumps({"doc": "d", "text": text}))' >in.jsonl
    timeout 30 tag -q --no-events in.jsonl >out
    [ "$(wc -l <out)" = 1 ]
}
