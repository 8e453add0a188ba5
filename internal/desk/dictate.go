package desk

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"gehoord/classify"
	"gehoord/ingest"
	"gehoord/internal/complaint"
)

// Complaints that do not come from the customer's own mail: staff write down what
// was said (2.1.1), scan a letter (2.3), or pass on a mail that reached them (2.2).

const (
	lateAfter      = 8 * time.Hour        // between receipt and registration, before it counts as late
	registeredAt   = 9 * 60               // minutes after midnight: of a day without a time, so that no term ends later for it
	acceptWithin   = 4 * time.Hour        // working hours in which a department registers a letter
	oldestReceived = 365 * 24 * time.Hour // longer ago is a slip of the pen
	oldestForward  = 60 * 24 * time.Hour  // a forwarded mail of before is dated by its arrival
)

// dictate registers what staff write down for a customer: [NIEUW …] and [POST …].
func dictate(ctx context.Context, x *execution) error {
	channel := complaint.ByLetter
	if x.verb == complaint.Nieuw {
		channel = channelOf[x.args["kanaal"]]
	}
	if channel == complaint.ByMail { // he says so; his subject is our tag
		options := ReadingOptions(x.d.Config)
		options.Passed = true
		var err error
		if x.r.m, err = x.d.readAs(ctx, x.tx, x.r.stored.ID, options); err != nil {
			return err
		}
	}
	form := complaint.ReadForm(ingest.Unclosed(x.r.m.Reply))
	if !ownWords(x.r.m) && x.r.m.Forwarded != nil {
		form = complaint.Form{} // all there is, is what he passes on
	}
	reg := registration{
		customer: complaint.Address{Name: form.Customer, Address: strings.ToLower(form.Mail)}, contact: complaint.Contact{Phone: form.Phone, Post: form.Post},
		channel: channel, language: Language(x.r.m, x.d.Config), received: x.r.stored.Received, actor: x.actor, story: form.Story,
		facts: x.facts("sha256", x.r.stored.SHA256),
	}
	if form.Language != "" {
		reg.language = form.Language
	}
	if f := x.r.m.Forwarded; f != nil && channel == complaint.ByMail {
		x.r.passOn(&reg, f)
		if form.Mail != "" {
			reg.customer.Address = strings.ToLower(form.Mail)
		}
		if form.Customer != "" {
			reg.customer.Name = form.Customer
		}
	}
	if err := x.checkForm(form, reg); err != nil {
		return err
	}
	if word := x.args["ontvangen"]; word != "" {
		m, err := x.d.calendar().Back(word, x.now)
		if err != nil {
			return refuse("E-DATUM", word)
		}
		if reg.received = x.d.calendar().At(m, registeredAt); reg.received.After(x.now) && x.d.calendar().Day(x.now) == m.Date && !m.Timed {
			reg.received = x.now
		}
		switch {
		case reg.received.After(x.now), dayMonth.MatchString(word) && x.now.Sub(reg.received) > 300*24*time.Hour:
			return refuse("E-DATUM-TOEKOMST", word)
		case x.now.Sub(reg.received) > oldestReceived:
			return refuse("E-DATUM-VER", word)
		}
	}
	if name := x.args["afdeling"]; name != "" {
		dep, ok := x.d.Config.Department(name)
		if !ok {
			return refuse("E-AFDELING-ONBEKEND", name, x.d.departmentCodes())
		}
		reg.department = dep.Code
	}
	reg.words = classify.Input{Subject: reg.subject, Text: reg.story}
	reg.story = strings.TrimSpace(reg.story + "\n\n" + extras(form, reg.language))
	if late := x.now.Sub(reg.received); late > lateAfter {
		reg.facts["late"] = true
		x.remark(fmt.Sprintf("De klacht is %d uur na ontvangst geregistreerd. De termijnen lopen vanaf de ontvangst.", int(late.Hours())),
			fmt.Sprintf("The complaint was registered %d hours after receipt. The terms run from the receipt.", int(late.Hours())))
	}
	return x.registerFor(ctx, reg)
}

// checkForm refuses what nobody could handle, and says what is missing.
func (x *execution) checkForm(form complaint.Form, reg registration) error {
	switch {
	case len(form.Twice) > 0:
		return refuse("E-TWEE", strings.Join(form.Twice, ", "))
	case len(form.Wrong) > 0:
		return refuse("E-FORMULIER-FOUT", strings.Join(form.Wrong, ", "))
	case reg.customer.Address != "" && !complaint.ValidAddress(reg.customer.Address):
		return refuse("E-MAIL", reg.customer.Address)
	}
	scan := len(x.r.m.Attachments) > 0
	known := reg.customer.Name != "" || reg.customer.Address != "" || form.Plate != "" || form.Contract != "" || reg.contact.Phone != ""
	switch {
	case reg.channel == complaint.ByLetter && !scan && form.Story == "":
		return refuse("E-SCAN")
	case reg.channel == complaint.ByLetter:
		return nil
	case !known && reg.channel != complaint.ByMail: // of a mail its sender is asked
		return refuse("E-FORMULIER")
	case strings.TrimSpace(reg.story) == "" && !scan:
		return refuse("E-VERHAAL")
	}
	return nil
}

// extras are the fields of a form that the department has to know and the register
// has no column for.
func extras(form complaint.Form, language string) string {
	var lines []string
	for _, f := range []struct{ nl, en, value string }{
		{"Kenteken", "Registration", form.Plate}, {"Contract", "Contract", form.Contract}, {"Wens", "Wish", form.Wish},
	} {
		if f.value != "" {
			lines = append(lines, text(language, f.nl, f.en)+": "+f.value)
		}
	}
	return strings.Join(lines, "\n")
}

// registerFor registers, and makes a member of the department the handler.
func (x *execution) registerFor(ctx context.Context, reg registration) error {
	var err error
	if reg.earlier, err = x.tx.EarlierOf(ctx, reg.customer.Address); err != nil {
		return err
	}
	ch, err := x.r.enter(ctx, reg)
	if err != nil {
		return err
	}
	if x.d.people.in(x.actor, ch.c.Department) && ch.c.Status == complaint.Assigned {
		if err := ch.event(complaint.Accepted, x.actor, x.facts(), ""); err != nil {
			return err
		}
		ch.c.Handler = x.actor
	} else if reg.channel == complaint.ByLetter {
		due := x.d.calendar().AddWorkingHours(x.now, acceptWithin)
		ch.plan(complaint.RegistrationDue, due, due)
	}
	if err := ch.save(ctx); err != nil {
		return err
	}
	x.change = ch
	x.missing()
	x.after = append(x.after, func(ctx context.Context) error { return x.r.notice(ctx, x.c, reg, ch.verdict) })
	if x.c.Customer.Address == "" && reg.channel == complaint.ByMail {
		x.whose()
	} else if err := x.confirmLater(ctx); err != nil {
		return err
	}
	x.acknowledge(func(content *letterContent) {
		if x.c.Handler == x.actor {
			content.taps(x.c, working...)
		}
	})
	return nil
}

// missing says in the receipt what the register lacks.
func (x *execution) missing() {
	var lacks []string
	add := func(value, nl, en string) {
		if value == "" {
			lacks = append(lacks, x.say(nl, en))
		}
	}
	add(x.c.Customer.Name, "de naam", "the name")
	add(x.c.Customer.Address, "het mailadres", "the mail address")
	add(x.c.Contact.Phone, "het telefoonnummer", "the telephone number")
	if len(lacks) > 0 {
		x.remark("Wij missen nog: "+strings.Join(lacks, ", ")+". Vul aan met KLANT.", "Still missing: "+strings.Join(lacks, ", ")+". Add it with CUSTOMER.")
	}
}

// whose asks the colleague who passed a complaint on who its customer is, or
// whether it is the one that was found.
func (x *execution) whose() { x.tellLater(complaint.Whose, x.actor, nil) }

// passOn takes customer, date and words from the mail that a colleague passes on;
// never a colleague for a customer.
func (r *receipt) passOn(reg *registration, f *complaint.Forwarded) {
	from := f.From
	_, staff := r.d.people.staff(from.Address)
	if staff || r.d.people.ours(from.Address) || complaint.SameAddress(from.Address, r.d.Config.Organisation.Address) ||
		!complaint.ValidAddress(from.Address) || machine.MatchString(from.Address) {
		from = complaint.Address{}
	}
	from.Address = strings.ToLower(from.Address)
	reg.customer, reg.subject = from, f.Subject
	if f.Text != "" {
		reg.story = f.Text
	}
	if age := r.stored.Received.Sub(f.Date); !f.Date.IsZero() && age >= 0 && age < oldestForward {
		reg.received = f.Date.UTC().Truncate(time.Microsecond)
	}
}

// machine is an address that nobody reads: what a customer passed on to a colleague,
// a fine or a bounce, was not the customer's.
var machine = regexp.MustCompile(`(?i)^(no-?reply|do-?not-?reply|mailer-daemon|postmaster|noreply[^@]*|[^@]*-noreply)@`)

// passedOn registers what a colleague sends without any tag: a customer's mail that
// reached him (2.2), or his own words. The customer is the one who wrote what is
// passed on, or is asked for; the colleague never is. Where nothing proves that the
// colleague sent it he is asked first, and the customer hears nothing until then.
func (r *receipt) passedOn(ctx context.Context) (string, error) {
	actor := strings.ToLower(r.m.From.Address)
	reg := r.registration()
	reg.customer, reg.actor = complaint.Address{}, actor
	reg.messageID = ""
	if r.m.Forwarded != nil {
		r.passOn(&reg, r.m.Forwarded)
		reg.words = classify.Input{Subject: reg.subject, Text: reg.story}
	}
	known, err := r.possiblyKnown(ctx)
	if err != nil {
		return "", err
	}
	reg.unsure = known
	proof := r.proof(complaint.Complaint{})
	if proof == refuted {
		reg.customer = complaint.Address{}
	}
	if reg.earlier, err = r.tx.EarlierOf(ctx, reg.customer.Address); err != nil {
		return "", err
	}
	ch, err := r.enter(ctx, reg)
	if err != nil {
		return "", err
	}
	if err := ch.save(ctx); err != nil {
		return "", err
	}
	if r.stored.Silent {
		return registered, nil
	}
	switch {
	case known: // perhaps he has a confirmation already
	case proof == refuted:
		err = r.byHand(ctx, ch.c)
	case proof == proven && ch.c.Customer.Address != "":
		err = r.confirm(ctx, ch.c)
	default:
		err = r.d.tell(ctx, r.tx, ch.c, complaint.Whose, "mail "+r.stored.ID, actor, r.now, nil)
	}
	if err != nil {
		return "", err
	}
	return registered, r.notice(ctx, ch.c, reg, ch.verdict)
}

// asWhose takes a bare answer to that question: yes, or the customer's address.
func (x *execution) asWhose(ctx context.Context) (bool, error) {
	asked := false
	for _, l := range x.r.answers {
		asked = asked || l.Kind == complaint.Whose && l.Complaint == x.c.ID
	}
	if !asked || !x.c.Round.Confirmed.IsZero() || x.r.said() == no {
		return false, nil
	}
	address := x.c.Customer.Address
	if named := unique(addresses.FindAllString(x.r.m.Reply, -1)...); len(named) == 1 && !x.r.m.Borrowed {
		address = named[0]
	}
	if address == "" {
		return false, nil
	}
	x.verb, x.args = complaint.Klant, map[string]string{"mail": address}
	return true, customerData(ctx, x)
}

var addresses = regexp.MustCompile(`[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}`)
