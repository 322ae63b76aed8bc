package server

import (
	"container/list"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// cache keeps what was asked for last, and gets what many ask for at once a
// single time.
type cache[K comparable, V any] struct {
	most  int         // weight of all together
	weigh func(V) int // what is more than a quarter of most is not kept
	load  func(ctx context.Context, key K) (V, error)

	group singleflight.Group

	mu     sync.Mutex
	weight int
	recent list.List // of *entry[K, V], the newest in front
	byKey  map[K]*list.Element
}

type entry[K comparable, V any] struct {
	key    K
	value  V
	weight int
}

// get returns what belongs to a key.
func (c *cache[K, V]) get(ctx context.Context, key K) (V, error) {
	if v, ok := c.have(key); ok {
		return v, nil
	}
	v, err, _ := c.group.Do(fmt.Sprint(key), func() (any, error) {
		// Whoever asked first may go away, and the others still want the answer.
		// They are told, too, when the database has none.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		v, err := c.load(ctx, key)
		if err == nil {
			c.keep(key, v)
		}
		return v, err
	})
	if err != nil {
		var none V
		return none, err
	}
	return v.(V), nil
}

func (c *cache[K, V]) have(key K) (v V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byKey[key]
	if !ok {
		return v, false
	}
	c.recent.MoveToFront(e)
	return e.Value.(*entry[K, V]).value, true
}

// keys are those of what is kept.
func (c *cache[K, V]) keys() []K {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Collect(maps.Keys(c.byKey))
}

// drop forgets what belongs to these keys.
func (c *cache[K, V]) drop(these func(K) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, e := range c.byKey {
		if these(key) {
			c.weight -= c.recent.Remove(e).(*entry[K, V]).weight
			delete(c.byKey, key)
		}
	}
}

func (c *cache[K, V]) keep(key K, v V) {
	weight := c.weigh(v)
	if weight > c.most/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byKey == nil {
		c.byKey = map[K]*list.Element{}
	}
	if _, ok := c.byKey[key]; ok {
		return
	}
	c.byKey[key] = c.recent.PushFront(&entry[K, V]{key, v, weight})
	for c.weight += weight; c.weight > c.most; {
		old := c.recent.Remove(c.recent.Back()).(*entry[K, V])
		delete(c.byKey, old.key)
		c.weight -= old.weight
	}
}
