package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"gehoord/internal/complaint"
)

type alarmRow struct {
	ID        string  `db:"id"`
	Complaint string  `db:"complaint"`
	Round     int     `db:"round"`
	Kind      string  `db:"kind"`
	Instant   instant `db:"instant"`
	Due       instant `db:"due"`
}

func (r alarmRow) alarm() complaint.Alarm {
	return complaint.Alarm{ID: r.ID, Complaint: r.Complaint, Round: r.Round, Kind: complaint.AlarmKind(r.Kind), Instant: r.Instant.Time, Due: r.Due.Time}
}

func (q queries) alarms(ctx context.Context, where string, args ...any) ([]complaint.Alarm, error) {
	var rows []alarmRow
	err := sqlx.SelectContext(ctx, q.q, &rows, `SELECT id, complaint, round, kind, instant, due FROM alarm WHERE ended IS NULL AND `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read alarms: %w", err)
	}
	var out []complaint.Alarm
	for _, r := range rows {
		out = append(out, r.alarm())
	}
	return out, nil
}

// AddAlarm plans an alarm. One that is planned already stays as it is, and so
// does one that has rung: the unique key makes an appointment once. One that was
// called off is on again.
func (tx *Tx) AddAlarm(ctx context.Context, a complaint.Alarm) error {
	_, err := tx.q.ExecContext(ctx, `
		INSERT INTO alarm (id, complaint, round, kind, instant, due, ended, rung) VALUES ($1, $2, $3, $4, $5, $6, NULL, false)
		ON CONFLICT (complaint, round, kind, instant) DO UPDATE SET due = excluded.due, ended = NULL WHERE alarm.ended IS NOT NULL AND NOT alarm.rung`,
		a.ID, a.Complaint, a.Round, string(a.Kind), at(a.Instant), at(a.Due))
	if err != nil {
		return fmt.Errorf("plan an alarm: %w", err)
	}
	return nil
}

// DueAlarms are the alarms to ring at now, the longest due first, at most limit.
// Daemons that ask at once wait for each other, until the transaction ends: each
// person gets one letter, which two halves of the alarms would make two.
func (tx *Tx) DueAlarms(ctx context.Context, now time.Time, limit int) ([]complaint.Alarm, error) {
	_, err := tx.q.ExecContext(ctx, `INSERT INTO setting (name, value) VALUES ('ringing', '') ON CONFLICT (name) DO UPDATE SET value = ''`)
	if err != nil {
		return nil, fmt.Errorf("wait for who rings: %w", err)
	}
	return tx.alarms(ctx, `due <= $1 ORDER BY due, instant, id LIMIT $2`, at(now), limit)
}

// OpenAlarms are a complaint's alarms that have not rung, by due date.
func (q queries) OpenAlarms(ctx context.Context, complaintID string) ([]complaint.Alarm, error) {
	return q.alarms(ctx, `complaint = $1 ORDER BY due, id`, complaintID)
}

// EndAlarm marks an alarm as rung, or as void. It reports false when somebody
// else did so before: then nothing may be told again.
func (tx *Tx) EndAlarm(ctx context.Context, id string, now time.Time, rung bool) (bool, error) {
	res, err := tx.q.ExecContext(ctx, `UPDATE alarm SET ended = $2, rung = $3 WHERE id = $1 AND ended IS NULL`, id, at(now), rung)
	if err != nil {
		return false, fmt.Errorf("end an alarm: %w", err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// NextAlarm is when the next alarm is due; zero when none is planned.
func (q queries) NextAlarm(ctx context.Context) (time.Time, error) {
	var next instant
	if err := sqlx.GetContext(ctx, q.q, &next, `SELECT min(due) FROM alarm WHERE ended IS NULL`); err != nil {
		return time.Time{}, fmt.Errorf("look for the next alarm: %w", err)
	}
	return next.Time, nil
}
