package ingest

import "time"

// troubles remembers, across connections, which mails the server did not give.
// It is memory only: after a restart each gets its tries again.
type troubles struct {
	epoch    int64
	given    int // mails the server gave so far
	mark     int // given when this round began
	suspects uint32
	by       map[uint32]*trouble
}

type trouble struct {
	tries int
	given int       // of others, before the round of the first failure
	next  time.Time // not asked for before
}

// begin forgets all when the mails have other numbers now.
func (t *troubles) begin(epoch int64) {
	if t.by == nil || t.epoch != epoch {
		t.epoch, t.suspects, t.by = epoch, 0, map[uint32]*trouble{}
	}
}

// split begins a round: it parts the mails that never failed from those to be tried again now; the
// rest have to wait.
func (t *troubles) split(uids []uint32, now time.Time) (healthy, again []uint32) {
	t.mark = t.given
	for _, uid := range uids {
		if trouble := t.by[uid]; trouble == nil {
			healthy = append(healthy, uid)
		} else if !trouble.next.After(now) {
			again = append(again, uid)
		}
	}
	return healthy, again
}

// suspect says that a connection broke on a batch that ended with uid: one of
// its mails may be to blame, and each is asked for alone.
func (t *troubles) suspect(uid uint32) { t.suspects = max(t.suspects, uid) }

func (t *troubles) suspected(uid uint32) bool { return uid <= t.suspects }

// tries tells how often a mail failed.
func (t *troubles) tries(uid uint32) int {
	if it := t.by[uid]; it != nil {
		return it.tries
	}
	return 0
}

// gave says that the server gave a mail after all.
func (t *troubles) gave(uid uint32) {
	t.given++
	delete(t.by, uid)
}

func (t *troubles) forget(uid uint32) { delete(t.by, uid) }

// failed counts a failure and sets the time of the next try: at once after the
// first, then later and later. gaveOthers tells whether the server gave other
// mails in that round or since.
func (t *troubles) failed(uid uint32, limits Timeouts) (tries int, gaveOthers bool) {
	it := t.by[uid]
	if it == nil {
		it = &trouble{given: t.mark}
		t.by[uid] = it
	}
	it.tries++
	it.next = time.Now()
	if it.tries > 1 {
		it.next = it.next.Add(limits.again() << min(it.tries-2, 6))
	}
	return it.tries, t.given > it.given
}

// soonest is how long from now the first mail is to be tried again, at most longest.
func (t *troubles) soonest(now time.Time, longest time.Duration) time.Duration {
	for _, trouble := range t.by {
		longest = min(longest, max(0, trouble.next.Sub(now)))
	}
	return longest
}

// lowest is next, or the lowest mail in trouble if that is below: lists are to
// begin there.
func (t *troubles) lowest(next uint32) uint32 {
	for uid := range t.by {
		next = min(next, uid)
	}
	return next
}
