# Each target does one thing, in one line; what takes more stands in scripts/.
# Debian packages, by what needs them: everything, `make model`, `make soak`.
PACKAGES       := g++ git libyaml-dev libcurl4-openssl-dev libsimdjson-dev libmicrohttpd-dev libssl-dev pkg-config bind9-dnsutils python3 openssl dnsmasq-base valgrind binutils
MODEL_PACKAGES := spin gcc
SOAK_PACKAGES  := dnsperf
SECONDS        ?= 60
SWIFT_SOURCES  := Package.swift $(wildcard Sources Tests Benchmarks Fuzz)

.PHONY: run test build lint format sanitize fuzz model bench feed-bench compare soak smoke docs setup clean

run: build ## serve Examples/ on 127.0.0.1:1053 and say what to ask it
	@scripts/run

test: setup ## run every test, and count that queries allocate nothing
	@scripts/peers || echo "a forwarder is missing: its tests are skipped"
	swift test
	scripts/allocations

build: setup ## build the release binary, .build/release/clustersetdns
	swift build -c release --product clustersetdns

lint: setup ## fail on any finding in the Swift sources and the scripts
	swift format lint --strict --recursive --parallel $(SWIFT_SOURCES) && scripts/lint

format: setup ## format the Swift sources in place
	swift format --in-place --recursive --parallel $(SWIFT_SOURCES)

sanitize: setup ## run every test under ThreadSanitizer, then under AddressSanitizer
	scripts/sanitize

fuzz: setup ## run each fuzz target for SECONDS=60 seconds
	scripts/fuzz $(SECONDS)

model: ## check the model of the record store's reclamation
	@scripts/setup $(PACKAGES) $(MODEL_PACKAGES) && Models/check

bench: ## time every loop, count its instructions and hold them against the thresholds
	@scripts/setup $(PACKAGES) && scripts/bench

feed-bench: build ## measure the feed beside CoreDNS's on a real API server (Benchmarks/feed/README.md)
	@python3 -B Benchmarks/feed

compare: build ## measure the server beside NSD, Knot, BIND and others (Benchmarks/compare/README.md)
	@scripts/setup $(PACKAGES) gcc && python3 -B Benchmarks/compare

soak: build ## reload 1,000 times under load: what is lost, and what grows
	@scripts/setup $(SOAK_PACKAGES) && python3 -B Benchmarks/soak

smoke: build ## start the example, ask every line of Examples/queries and compare
	@scripts/smoke

docs: setup ## build the DNSWire documentation into .build/docs, warnings as errors
	scripts/docs

setup: ## see that Swift 6.3 is there, and install the Debian packages that are missing
	@scripts/setup $(PACKAGES)

clean: ## remove everything that was built
	rm -rf .build .build-*
