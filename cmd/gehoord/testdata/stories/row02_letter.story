# Row 2 (2.3): a letter. Reception scans it, the department registers it with AANNEMEN.
at 2026-11-23 10:00
mail ria "[POST SCHADE ontvangen=20-11]" dmarc=pass attach=scan.pdf
	Klant: Zoë van den Berg
	Mail: zoe@klant.example
complaints 1
status K-1 assigned department=SCHADE channel=letter received=2026-11-20 resolve_by=2026-11-25 handler=-
expect ria receipt "K-1"
expect schade notice "scan.pdf" attach=scan.pdf
wait undo
expect zoe confirmation "K-1" attach=none

# Nobody accepts it for four working hours: somebody is told.
at 2026-11-23 13:59
none meryem unaccepted
none schade unaccepted
at 2026-11-23 14:01
expect meryem|schade unaccepted "K-1"
reply anna to schade of notice "[K-1 AANNEMEN]"
status K-1 in_treatment handler=anna
skip
at 2026-11-24 12:00
none meryem unaccepted
none schade unaccepted
none zoe
