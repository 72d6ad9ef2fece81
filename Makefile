# Everything an engineer does with this project. `make help` lists it; README.md tells more.

.DEFAULT_GOAL := help
.PHONY: help run test test-unit fuzz invoke bench package synth lint format clean setup build

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## the whole product on loopback, in the foreground (PORT, GATEWAY_CONFIG, GATEWAY_MASTER_KEY, …)
	@exec python3 scripts/run_local.py --prepare

test: ## every check; ends with `N passed, N failed`
	@exec python3 scripts/test.py

test-unit: ## the fast part: format and unit tests
	@exec python3 scripts/test.py format unit

fuzz: ## fuzzes the parsers with libFuzzer, each for a while (FUZZ_SECONDS=20, TARGET=json, …; fuzz/README.md)
	@exec scripts/fuzz $(TARGET)

invoke: ## one invocation of one function: FUNCTION=gateway|authorizer|mcp EVENT=file.json
	@exec python3 scripts/run_local.py --prepare --invoke "$(FUNCTION)" "$(EVENT)"

bench: ## times against raw-socket floors, as Markdown (BENCH_ROUNDS, BENCH_ROWS, …; docs/performance.md)
	@exec scripts/bench

package: ## .build/package/{gateway,authorizer,mcp}.zip for AWS Lambda (ARCH=arm64|x86_64, this machine's)
	@exec scripts/package $(ARCH)

synth: setup ## writes infra/templates
	@exec scripts/synth

lint: ## checks the format
	@exec scripts/format lint

format: ## formats the Swift sources
	@exec scripts/format

setup: ## installs what is missing on this machine
	@exec scripts/setup --with-test-tools

build: setup ## release build
	@exec scripts/build release

clean: ## removes everything that was built or installed here
	rm -rf .build .venv .local
