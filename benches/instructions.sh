#!/bin/sh
# How many instructions each question takes on the shipped pack: the same on every run, however busy the machine is.
# What it takes to get ready is taken away by asking so many times and twice as many.
set -eu
cd "$(dirname "$0")/.."
bench=$(cargo bench -q -p closer-benches --bench count --no-run --message-format=json | sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" "$1" "$2" 2>&1 | sed -n 's/.*Collected : //p'
}
for question in match-w1 by-hand-w1 match decide decide-partly batch advise; do
    times=4096
    [ "$question" = advise ] && times=16
    once=$(count "$question" "$times")
    twice=$(count "$question" $((times * 2)))
    printf '%-14s %9d instructions\n' "$question" $(((twice - once) / times))
done
