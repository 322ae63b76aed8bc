// Package lan tests how screens find a Lectern: with its real binary, between network
// namespaces that a bridge joins, over real multicast. Where none can be made, as an
// ordinary user cannot, it tests nothing, and says so.
package lan
