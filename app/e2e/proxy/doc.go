// Package proxy tests the configurations that the README gives for a program in
// front of Lectern, with those programs. It holds tests only.
package proxy
