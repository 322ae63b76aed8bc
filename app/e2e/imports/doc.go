// Package imports has strangers' files imported beside a running talk and looks
// whether the talk notices. It holds tests only.
//
// A seed is one Lectern with a talk that is moved ten times a second and twenty
// viewers, who each must see every move or a later one. First nothing else happens:
// that is the machine's own measure. Then files come, one after the other, each made
// to take more memory or time than there is, or mutated from a good one; some
// senders hang up while they send, some while their file is imported. Whatever
// comes: no move is missed, all processes together stay below 1.5 GB, each file
// ends in a deck or in one sentence, and no child outlives its sender. In one of
// three seeds SIGTERM comes in the midst, and ends everything.
//
// `go run ./build rig -imports` runs as many seeds as are wanted, and measures: no
// move is answered later than after 100 ms (or what the quiet machine itself makes
// of that), and all has ended within two seconds. The suite has one short seed, and
// of times looks only whether they are far off.
package imports
