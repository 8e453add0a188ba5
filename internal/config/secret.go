package config

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Password reads a password when it is needed, so that one that was changed is
// found without a restart.
func (c *Config) Password(of Credentials, what string) (string, error) {
	switch {
	case of.PasswordFile != "":
		return c.secretFile(of.PasswordFile, what)
	case of.PasswordEnv != "":
		if v := os.Getenv(of.PasswordEnv); v != "" {
			return v, nil
		}
		return "", fmt.Errorf("read the password of %s: $%s is empty; set it, or use password_file", what, of.PasswordEnv)
	default:
		return "", fmt.Errorf("read the password of %s: none is configured; write password_file or password_env", what)
	}
}

// secretFile reads a file that holds one secret on its first line. One that
// everybody may read is refused.
func (c *Config) secretFile(name, what string) (string, error) {
	path := c.Path(name)
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("read the password of %s: there is no %s; write it there, readable by gehoord alone", what, path)
	}
	if err != nil {
		return "", fmt.Errorf("read the password of %s: %w", what, err)
	}
	if info.Mode().Perm()&0o004 != 0 {
		return "", fmt.Errorf("read the password of %s: everybody may read %s; chmod 600 it", what, path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read the password of %s: %w", what, err)
	}
	line, _, _ := strings.Cut(string(data), "\n")
	if line = strings.TrimRight(line, "\r"); line == "" {
		return "", fmt.Errorf("read the password of %s: the first line of %s is empty", what, path)
	}
	return line, nil
}

// Secret reads the key of all tokens. Where there is none it is made, with create,
// as at the first start.
func (c *Config) Secret(create bool) ([]byte, error) {
	path := c.Path(c.Auth.SecretFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		if !create {
			return nil, fmt.Errorf("read the secret of tokens: there is no %s; put the file back that was there when the database was begun", path)
		}
		data = []byte(rand.Text() + rand.Text() + "\n")
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return nil, fmt.Errorf("make the secret of tokens: %w", err)
		}
		_, err = f.Write(data)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("make the secret of tokens: %w", err)
		}
	} else if err != nil {
		return nil, fmt.Errorf("read the secret of tokens: %w", err)
	}
	key := strings.TrimSpace(string(data))
	if len(key) < 32 {
		return nil, fmt.Errorf("read the secret of tokens: %s holds fewer than 32 characters; put the old file back, or remove it to make a new one", path)
	}
	return []byte(key), nil
}

// Fingerprint names a secret without giving it away.
func Fingerprint(secret []byte) string {
	sum := sha256.Sum256(append([]byte("gehoord fingerprint "), secret...))
	return hex.EncodeToString(sum[:8])
}
