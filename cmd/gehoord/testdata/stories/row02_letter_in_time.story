# Row 2 (2.3): a letter that the department accepts in time bothers nobody.
at 2026-11-23 10:00
mail ria "[POST SCHADE]" dmarc=pass attach=scan.pdf
	Klant: Zoë van den Berg
	Mail: zoe@klant.example
status K-1 assigned received=2026-11-23
reply piet to schade of notice "[K-1 AANNEMEN]"
status K-1 in_treatment handler=piet
at 2026-11-23 17:00
none meryem unaccepted
none schade unaccepted

# A letter is registered by staff, not by whoever claims so.
mail kees "[POST SCHADE]" attach=scan.pdf
	Bij het inleveren rekende u schade aan de bumper. Zie mijn brief.
status K-2 assigned channel=mail customer=kees
