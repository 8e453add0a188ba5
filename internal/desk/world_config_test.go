package desk

// Who is who in the world of these tests.
const (
	zoe     = "zoe@klant.example" // a customer
	bob     = "bob@klant.example" // another
	anna    = "anna@desk.test"    // SCHADE
	piet    = "piet@desk.test"    // SCHADE
	meryem  = "meryem@desk.test"  // manager of SCHADE
	sam     = "sam@desk.test"     // SERVICE
	lotte   = "lotte@desk.test"   // manager of SERVICE
	bea     = "bea@desk.test"     // management
	els     = "els@desk.test"     // privacy officer
	schade  = "schade@desk.test"
	service = "service@desk.test"
	boss    = "directie@desk.test"
	us      = "klachten@desk.test"
)

const configText = `
[organisation]
name = "DirectLease"
address = "klachten@desk.test"
[[mailbox]]
name = "klachten"
url = "imaps://klachten@imap.desk.test/INBOX"
password_file = "password"
[smtp]
url = "smtps://klachten@smtp.desk.test"
password_file = "password"
[auth]
authserv_id = "mx.desk.test"
[management]
address = "directie@desk.test"
staff = ["Bea Boven <bea@desk.test>"]
[privacy]
officer = "Els Pot <els@desk.test>"
[routing]
fallback = "SERVICE"
[[department]]
code = "SCHADE"
name = { nl = "Schade en inname", en = "Damage and returns" }
inbox = "schade@desk.test"
manager = "Meryem Jansen <meryem@desk.test>"
staff = ["Anna de Vries <anna@desk.test>", "Piet Smit <piet@desk.test>"]
[[department]]
code = "SERVICE"
name = { nl = "Klantenservice", en = "Customer service" }
inbox = "service@desk.test"
manager = "Lotte Visser <lotte@desk.test>"
staff = ["Sam Mulder <sam@desk.test>"]
[[form]]
from = "formulier@desk.test"
[[department]]
code = "PRIVACY"
name = { nl = "Privacy", en = "Privacy" }
inbox = "privacy@desk.test"
manager = "Els Pot <els@desk.test>"
`

// Words that the rules are sure of, and that are long enough to send.
const (
	damage   = "Goedemiddag,\n\nDe bumper van mijn leaseauto is beschadigd bij het inleveren. Ik ben het niet eens met de inleverschade en het eigen risico. Zwaluwstaart is mijn geheime woord.\n"
	solution = "Beste klant,\n\nWij hebben de foto's bekeken en nemen de schade voor onze rekening. U krijgt het bedrag terug."
	secret   = "waluwstaart" // of damage: nowhere but in content and letters to colleagues
)
