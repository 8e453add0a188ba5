package main

// storyPeople are the people of the stories, by the names they have there.
var storyPeople = map[string]string{
	"desk":     "klachten@directlease.example",
	"schade":   "schade@directlease.example",
	"service":  "service@directlease.example",
	"factuur":  "factuur@directlease.example",
	"privacy":  "privacy@directlease.example",
	"directie": "directie@directlease.example",

	"meryem": "Meryem Jansen <m.jansen@directlease.example>",
	"tom":    "Tom Bakker <t.bakker@directlease.example>",
	"anna":   "Anna de Vries <a.devries@directlease.example>",
	"piet":   "Piet Smit <p.smit@directlease.example>",
	"lotte":  "Lotte Visser <l.visser@directlease.example>",
	"sam":    "Sam Mulder <s.mulder@directlease.example>",
	"faye":   "Faye de Wit <f.dewit@directlease.example>",
	"frits":  "Frits Kuiper <f.kuiper@directlease.example>",
	"petra":  "Petra Vos <p.vos@directlease.example>",
	"bea":    "Bea Boven <b.boven@directlease.example>",
	"ria":    "Ria Post <r.post@directlease.example>",
	"els":    "Els Pot <e.pot@directlease.example>",

	"zoe":       "Zoë van den Berg <zoe@klant.example>",
	"kees":      "Kees de Boer <kees@klant.example>",
	"john":      "John Smith <john@klant.example>",
	"commissie": "Secretariaat <secretariaat@degeschillencommissie.nl>",
}

const storyConf = `
[organisation]
name = "DirectLease"
address = "klachten@directlease.example"
[[mailbox]]
name = "klachten"
url = "%s"
password_file = "password"
start = "all"
poll = "5s"
[smtp]
url = "%s"
%s
[auth]
authserv_id = "mx.directlease.example"
[desk]
undo = "%s"
[management]
address = "directie@directlease.example"
staff = ["Bea Boven <b.boven@directlease.example>"]
[reception]
staff = ["Ria Post <r.post@directlease.example>"]
[privacy]
officer = "Els Pot <e.pot@directlease.example>"
[[department]]
code = "SCHADE"
aliases = ["INNAME"]
name = { nl = "Schade en inname", en = "Damage and returns" }
inbox = "schade@directlease.example"
manager = "Meryem Jansen <m.jansen@directlease.example>"
deputy = "Tom Bakker <t.bakker@directlease.example>"
staff = ["Anna de Vries <a.devries@directlease.example>", "Piet Smit <p.smit@directlease.example>"]
[[department]]
code = "SERVICE"
name = { nl = "Klantenservice", en = "Customer service" }
inbox = "service@directlease.example"
manager = "Lotte Visser <l.visser@directlease.example>"
staff = ["Sam Mulder <s.mulder@directlease.example>"]
[[department]]
code = "FACTUUR"
name = { nl = "Facturatie en incasso", en = "Billing" }
inbox = "factuur@directlease.example"
manager = "Faye de Wit <f.dewit@directlease.example>"
staff = ["Frits Kuiper <f.kuiper@directlease.example>"]
[[department]]
code = "PRIVACY"
name = { nl = "Privacy", en = "Privacy" }
inbox = "privacy@directlease.example"
manager = "Petra Vos <p.vos@directlease.example>"
[http]
listen = ""
`
