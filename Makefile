# Everything here can be run again at any time, needs no root, and puts tools only into .tools/.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

PUBLISH := dotnet publish --configuration Release --nologo --verbosity quiet
# Restoring writes lock files anew, which changes nothing.
sources = Directory.Build.props Directory.Packages.props global.json \
    $(shell find $(1) \( -name bin -o -name obj -o -name node_modules -o -name packages.lock.json \) -prune -o -type f -print)

##@ Try it

.PHONY: run
run: publish ## Build, start the platform on this machine with the sample models, stay up until Ctrl-C
	@build/run.sh

.PHONY: run-server
run-server: artifacts/service/inference-server artifacts/demo/demo ## The same with one server and no platform
	@build/run-server.sh

##@ Build

.PHONY: build
build: prerequisites ## Compile everything
	dotnet build InferencePlatform.sln --configuration Release --nologo --verbosity quiet

.PHONY: publish
publish: artifacts/service/inference-server artifacts/platform/inference-platform artifacts/demo/demo ## The programs as they ship, in artifacts

artifacts/service/inference-server: $(call sources,service protos third_party/onnxruntime) | prerequisites
	$(PUBLISH) service/InferencePlatform.Service --runtime linux-x64 --output artifacts/service
	@touch $@

artifacts/platform/inference-platform: $(call sources,local operator service/InferencePlatform.Grpc service/InferencePlatform.Metrics protos) | prerequisites
	$(PUBLISH) local/InferencePlatform.Local --runtime linux-x64 --output artifacts/platform
	@touch $@

artifacts/demo/demo: $(call sources,samples/demo protos service/InferencePlatform.Grpc) | prerequisites
	$(PUBLISH) samples/demo --output artifacts/demo
	@touch $@

.PHONY: images
images: prerequisites ## The container images; BASE=debian needs no registry and no Docker, and leaves archives in artifacts/images
ifeq ($(BASE),debian)
	@build/images.sh artifacts/images $(ARCH)
else
	@build/docker-images.sh $(BASE)
endif

.PHONY: manifests
manifests: prerequisites ## Write the CustomResourceDefinition, the samples and what is made of the chart anew
	@build/manifests.sh

.PHONY: clean
clean: ## Remove what was built; tools and packages stay
	rm -rf artifacts .run
	find service tests samples third_party operator local bench -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} + 2>/dev/null || true

.PHONY: sign-release
sign-release: ## Sign the files of a release; FOLDER=artifacts/release KEY=release.key
	build/sign-release.sh $(FOLDER) $(KEY)

##@ Check

.PHONY: test
test: prerequisites ## The short tests of every project
	@build/test.sh short

.PHONY: test-full
test-full: prerequisites ## The long ones
	@build/test.sh full

.PHONY: test-apiserver
test-apiserver: prerequisites ## The cases of API servers and of the operator on them; needs etcd and kube-apiserver in KUBEBUILDER_ASSETS
	@build/test-apiserver.sh

.PHONY: e2e
e2e: prerequisites ## The platform in a real cluster: kind's, or the one of the context in E2E_CLUSTER (docs/e2e.md)
	@build/images.sh artifacts/images amd64 e2e
	dotnet test tests/e2e/Tests --configuration Release --nologo

.PHONY: e2e-local
e2e-local: prerequisites ## The cases that make sense without a cluster, on the single-machine platform
	dotnet test tests/InferencePlatform.Local.Tests --configuration Release --nologo --filter FullyQualifiedName~Platform.PlatformTests

.PHONY: bench
bench: publish bench-programs ## Measure the server against its floors and peers, about 20 minutes
	python3 bench/run.py $(BENCH)
	artifacts/bench/operator/operator-bench

.PHONY: bench-programs
bench-programs: prerequisites
	$(MAKE) -C bench
	$(PUBLISH) bench/floor/empty-post --output artifacts/bench/empty-post
	$(PUBLISH) bench/floor/csharp --output artifacts/bench/floor-csharp
	$(PUBLISH) operator/InferencePlatform.Operator --runtime linux-x64 --output artifacts/operator
	$(PUBLISH) bench/operator --output artifacts/bench/operator

.PHONY: bench-operator
bench-operator: prerequisites ## Measure the operator with 1,000 models; BENCH="--models 10000" for more
	$(PUBLISH) operator/InferencePlatform.Operator --runtime linux-x64 --output artifacts/operator
	$(PUBLISH) bench/operator --output artifacts/bench/operator
	artifacts/bench/operator/operator-bench $(BENCH)

.PHONY: scan
scan: ## Look for known vulnerabilities of all packages; says so where no source of advisories answers
	@build/scan.js

.PHONY: format
format: ## Bring sources into the common form
	dotnet format InferencePlatform.sln --no-restore --exclude third_party

.PHONY: verify
verify: ## Fail where sources are not in the common form
	dotnet format InferencePlatform.sln --no-restore --exclude third_party --verify-no-changes

##@ Help

.PHONY: prerequisites
prerequisites: ## Say what this machine lacks
	@build/check-prerequisites.sh

.PHONY: help
help: ## This
	@awk 'BEGIN { FS = ":.*## " } /^##@ / { printf "\n%s\n", substr($$0, 5) } /^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
