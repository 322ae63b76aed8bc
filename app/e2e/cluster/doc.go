// Package cluster tests several servers on one PostgreSQL that is not Lectern's
// own: what they show together, and what happens when one of them, or the
// database, is replaced or lost. It holds tests only.
package cluster
