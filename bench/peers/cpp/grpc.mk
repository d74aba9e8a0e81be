# Debian builds gRPC without NDEBUG: every lock and every completion queue then checks itself. This builds the same
# version as a release, from Debian's copy of its source, on Debian's Abseil and protobuf: what a team that cares for
# speed would deploy. Included by bench/Makefile.

GRPC_SOURCE := $(ROOT)/.tools/src-grpc
GRPC_RELEASE := $(ROOT)/.tools/grpc-release/libgrpc.a

$(GRPC_SOURCE)/.stamp:
	$(ROOT)/build/debian-source.sh grpc

# The files of a library as gRPC's own CMakeLists.txt lists them.
grpc_files = $(shell awk '/^add_library\($(subst +,[+],$(1))$$/ { on = 1; next } on && /^\)/ { exit } \
	on && /\.(cc|c)$$/ { print $$1 }' $(GRPC_SOURCE)/CMakeLists.txt)
GRPC_PARTS := address_sorting gpr upb grpc_unsecure grpc++_unsecure
GRPC_OBJECTS = $(patsubst %,$(dir $(GRPC_RELEASE))%.o,$(sort $(foreach part,$(GRPC_PARTS),$(call grpc_files,$(part)))))
GRPC_FLAGS := -O3 -DNDEBUG -march=x86-64-v3 -pthread -w -isystem $(TOOLS)/usr/include $(addprefix -I$(GRPC_SOURCE)/, \
	. include src/core/ext/upb-generated src/core/ext/upbdefs-generated third_party/upb third_party/xxhash \
	third_party/address_sorting/include)

# The list of files is only known once the source is there: make runs again for it.
$(GRPC_RELEASE): $(GRPC_SOURCE)/.stamp $(TOOLS_STAMP)
	$(MAKE) --no-print-directory -s -j$$(nproc) grpc-release-objects
	rm -f $@
	cd $(@D) && find . -name '*.o' | LC_ALL=C sort | xargs ar rcs $@
.PHONY: grpc-release-objects
grpc-release-objects: $(GRPC_OBJECTS)
$(dir $(GRPC_RELEASE))%.cc.o: $(GRPC_SOURCE)/%.cc
	@mkdir -p $(@D)
	g++ -std=c++17 $(GRPC_FLAGS) -c $< -o $@
$(dir $(GRPC_RELEASE))%.c.o: $(GRPC_SOURCE)/%.c
	@mkdir -p $(@D)
	gcc $(GRPC_FLAGS) -c $< -o $@
