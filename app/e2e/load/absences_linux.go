package load

// absent is a viewer without a connection, and when it is to connect.
type absent struct {
	viewer int32
	due    Moment
}

// absences is a heap, the earliest first.
type absences []absent

func (a absences) Len() int { return len(a) }

func (a absences) Less(i, k int) bool { return a[i].due < a[k].due }

func (a absences) Swap(i, k int) { a[i], a[k] = a[k], a[i] }

func (a *absences) Push(x any) { *a = append(*a, x.(absent)) }

func (a *absences) Pop() any {
	last := len(*a) - 1
	x := (*a)[last]
	*a = (*a)[:last]
	return x
}
