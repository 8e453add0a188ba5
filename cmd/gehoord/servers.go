package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"

	"golang.org/x/oauth2/clientcredentials"

	"gehoord/ingest"
	"gehoord/internal/config"
	"gehoord/notify"
)

// mailbox says to the watcher what the configuration says of a mailbox.
func mailbox(c *config.Config, m config.Mailbox) ingest.Mailbox {
	return ingest.Mailbox{
		Name: m.Name, URL: m.URL, Start: ingest.Start(m.Start), MoveTo: m.MoveTo, Poll: m.Poll.Duration, MaxSize: int64(m.MaxSize),
		Secret: func(ctx context.Context) (ingest.Secret, error) {
			password, token, err := credentials(ctx, c, m.Credentials, "mailbox "+m.Name)
			return ingest.Secret{Password: password, Token: token}, err
		},
	}
}

// smtpServer says to the sender what the configuration says of SMTP.
func smtpServer(c *config.Config) notify.Server {
	return notify.Server{URL: c.SMTP.URL, Hello: hostname(), Secret: func(ctx context.Context) (notify.Secret, error) {
		password, token, err := credentials(ctx, c, c.SMTP.Credentials, "smtp")
		return notify.Secret{Password: password, Token: token}, err
	}}
}

// credentials reads a password, or has an access token given (OAuth 2.0 client
// credentials, RFC 6749 section 4.4).
func credentials(ctx context.Context, c *config.Config, of config.Credentials, what string) (password, token string, err error) {
	if of.OAuth2 == nil {
		password, err = c.Password(of, what)
		return password, "", err
	}
	secret, err := c.Password(config.Credentials{PasswordFile: of.OAuth2.ClientSecretFile}, what+": oauth2")
	if err != nil {
		return "", "", err
	}
	grant := clientcredentials.Config{ClientID: of.OAuth2.ClientID, ClientSecret: secret, TokenURL: of.OAuth2.TokenURL}
	if of.OAuth2.Scope != "" {
		grant.Scopes = strings.Fields(of.OAuth2.Scope)
	}
	t, err := grant.Token(ctx)
	if err != nil {
		return "", "", fmt.Errorf("get an access token for %s: %w; check client_id, client_secret_file and scope", what, err)
	}
	return "", t.AccessToken, nil
}

// loopbackOnly refuses a rehearsal that could reach real people.
func loopbackOnly(c *config.Config) error {
	urls := map[string]string{"smtp.url": c.SMTP.URL}
	for _, m := range c.Mailboxes {
		urls["mailbox "+m.Name] = m.URL
	}
	if !strings.HasPrefix(c.Store.URL, "sqlite:") {
		urls["store.url"] = c.Store.URL
	}
	for what, raw := range urls {
		_, rest, _ := strings.Cut(raw, "://")
		u, err := url.Parse("x://" + rest[strings.LastIndexByte(rest, '@')+1:])
		if err != nil {
			return fmt.Errorf("%s is no URL", what)
		}
		if ip := net.ParseIP(u.Hostname()); u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return fmt.Errorf("--clock is for rehearsals: every server must be on loopback, and %s is on %s", what, u.Hostname())
		}
	}
	return nil
}
