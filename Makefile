# make help says what there is. CI runs the same targets (.ci/run).

GO       ?= go
FUZZTIME ?= 20s
# Two at a time: several packages start servers of their own.
PARALLEL ?= 2
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

export CGO_ENABLED ?= 0

.DEFAULT_GOAL := help
.PHONY: help build test race check fuzz hints bench pictures demo deps clean

help: ## say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-8s %s\n", $$1, $$2 }'

build: ## build bin/gehoord
	$(GO) build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o bin/gehoord ./cmd/gehoord

test: deps ## install the test servers where they are missing (Debian 12, root), then vet and test
	$(GO) vet ./...
	$(GO) test -timeout 15m -p $(PARALLEL) ./...

# The packages that need no servers. The race detector needs cgo and a C compiler.
race: ## run the in-process tests under the race detector
	CGO_ENABLED=1 $(GO) test -race -timeout 15m -p $(PARALLEL) \
		$$($(GO) list -f '{{$$p := .ImportPath}}{{$$real := false}}{{range .TestImports}}{{if eq . "gehoord/internal/realservers"}}{{$$real = true}}{{end}}{{end}}{{range .XTestImports}}{{if eq . "gehoord/internal/realservers"}}{{$$real = true}}{{end}}{{end}}{{if not $$real}}{{$$p}}{{end}}' ./... | grep -v /internal/realservers)

check: ## gofmt, vet and staticcheck
	@unformatted="$$(gofmt -l .)"; [ -z "$$unformatted" ] || { echo "gofmt these: $$unformatted"; exit 1; }
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

fuzz: ## run every fuzz target for FUZZTIME (20s)
	@set -e; grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sort | while IFS=: read -r file func; do \
		target=$${func#func }; echo "$$(dirname $$file) $$target"; \
		$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x -timeout 0 "$$(dirname $$file)" </dev/null; \
	done

PICTURES ?= /tmp/gehoord-pictures
pictures: ## picture the letters, phone and desktop, light and dark (needs chromium)
	$(GO) test ./notify -count=1 -timeout 15m -run Pictures -pictures $(abspath $(PICTURES))

hints: ## make classify/hints.toml anew from classify/rules.toml and the cases
	@sed '/^[^#]/,$$d' classify/hints.toml > hints.new
	$(GO) run ./cmd/gehoord rules learn --hints --rules classify/rules.toml --cases classify/testdata/tuning.jsonl >> hints.new
	@mv hints.new classify/hints.toml

bench: ## run every benchmark
	@packages="$$(grep -rlE --include='*_test.go' '^func Benchmark' . | xargs -r -n1 dirname | sort -u)"; \
	[ -z "$$packages" ] || $(GO) test -run '^$$' -bench . -benchmem -timeout 30m -p 1 $$packages

demo: build ## build, and play a complaint from mail to resolution
	bin/gehoord demo

deps: ## install the servers that the tests start (Debian 12, root)
	@bash deploy/test-deps.sh

clean: ## remove what was built
	rm -rf bin
	$(GO) clean -testcache
