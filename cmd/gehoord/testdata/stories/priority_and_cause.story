# PRIO VEILIGHEID tells the manager at once, outside office hours too; OORZAAK is kept.
at 2026-11-21 20:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
mail frits "[K-1 PRIO VEILIGHEID]" dmarc=pass
expect frits refusal "PRIO"
reply anna to schade "[K-1 PRIO VEILIGHEID]"
	De remmen doen het niet.
expect meryem urgent "K-1"
none zoe
reply anna to schade of notice "[K-1 PRIO HOOGST]"
expect anna refusal
reply anna to schade of notice "[K-1 OORZAAK garage]"
none anna refusal
reply anna to schade of notice "[K-1 OORZAAK pech]"
expect anna refusal
mail frits "[K-1 OORZAAK garage]" dmarc=pass
expect frits refusal "OORZAAK"
status K-1 assigned resolve_by=2026-11-25T17:30
