# Row 17, design 8: settled on paper. It stays on its way until somebody says when it was posted.
at 2026-11-23 09:00
mail ria "[NIEUW BALIE SCHADE]" dmarc=pass
	Klant: dhr. B. Stil
	Adres: Dorpsstraat 1, Ons Dorp
	Klacht:
	Meneer kreeg een rekening voor inleverschade en begrijpt die niet.
reply anna to schade of notice "[K-1 OPGELOST]"
	Beste meneer Stil, wij trekken de rekening voor de inleverschade in.
expect anna refusal "BRIEF"
status K-1 assigned resolved=-
skip
reply anna to schade of notice "[K-1 OPGELOST BRIEF]"
	Beste meneer Stil, wij trekken de rekening voor de inleverschade in.
status K-1 resolving handler=anna resolved=-
expect anna|schade print "trekken de rekening voor de inleverschade in" "Geschillencommissie Keurmerk Private Lease"
at 2026-11-24 11:00
status K-1 resolving
mail frits "[K-1 BEVESTIGD BRIEF 24-11]" dmarc=pass
expect frits refusal "BEVESTIGD"
reply anna to schade of notice "[K-1 BEVESTIGD BRIEF 24-11]"
status K-1 settled resolved=2026-11-24 agenda=-
