package deck

import "time"

// Message is something that is said to the speaker, and to nobody who follows.
type Message struct {
	ID     int64      `json:"id"`
	Text   string     `json:"text"` // one line of 1 to MaxMessage characters
	Blink  bool       `json:"blink"`
	Sender string     `json:"sender"` // the name of a device; "" for whoever holds the key
	SentAt time.Time  `json:"sent_at"`
	SeenAt *time.Time `json:"seen_at"` // when the speaker said so; nil before
}

// MaxMessage is how many characters a Message has at most: what can be read from afar.
const MaxMessage = 140
