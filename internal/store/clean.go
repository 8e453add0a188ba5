package store

import (
	"context"
	"database/sql"
	"strings"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"
)

// clean makes a text what both databases keep: PostgreSQL takes no NUL and no
// invalid UTF-8, and senders write both. Each becomes U+FFFD.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd")
}

// clip cleans s and shortens it to at most n bytes, between characters.
func clip(s string, n int) string {
	s = clean(s)
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// longest is how much is kept of what senders write in a header: a line as RFC
// 5322 section 2.1.1 allows it. PostgreSQL has no index on texts above 2,700 bytes.
const longest = 998

// mailAddress is an address as it is kept and looked for.
func mailAddress(s string) string { return clip(strings.ToLower(s), longest) }

// cleaning is a database or a transaction that cleans every text it is given, so
// that no query can be forgotten: a mail whose sender PostgreSQL refuses would
// hold up its mailbox for ever.
type cleaning struct{ sqlx.ExtContext }

func cleaned(args []any) []any {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = clean(s)
		}
	}
	return args
}

// QueryContext implements sqlx.QueryerContext, as do the next two.
func (c cleaning) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return c.ExtContext.QueryContext(ctx, query, cleaned(args)...)
}

// QueryxContext is QueryContext for sqlx.
func (c cleaning) QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	return c.ExtContext.QueryxContext(ctx, query, cleaned(args)...)
}

// QueryRowxContext is QueryxContext for one row.
func (c cleaning) QueryRowxContext(ctx context.Context, query string, args ...any) *sqlx.Row {
	return c.ExtContext.QueryRowxContext(ctx, query, cleaned(args)...)
}

// ExecContext implements sqlx.ExecerContext.
func (c cleaning) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return c.ExtContext.ExecContext(ctx, query, cleaned(args)...)
}
