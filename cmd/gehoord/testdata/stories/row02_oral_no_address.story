# Row 2, 2.1.2: a customer without a mail address is confirmed by hand.
at 2026-11-20 09:00
mail ria "[NIEUW BALIE SCHADE]" dmarc=pass
	Klant: dhr. B. Stil
	Adres: Dorpsstraat 1, Ons Dorp
	Klacht:
	Meneer kreeg een rekening voor inleverschade en begrijpt die niet.
complaints 1
status K-1 assigned department=SCHADE channel=desk customer=- confirmed=-
expect ria receipt "K-1"
expect schade notice
expect schade|ria confirm_by_hand|print "K-1" "rekening voor inleverschade"

# Who confirms it says so. Another department does not.
mail frits "[K-1 BEVESTIGD TEL]" dmarc=pass
expect frits refusal "BEVESTIGD"
status K-1 assigned confirmed=-
reply anna to schade "[K-1 BEVESTIGD TEL]"
status K-1 assigned|in_treatment confirmed=2026-11-20
