dist_bin_SCRIPTS = configs/reports.sh
exampledir = $(datadir)/flow-tools
dist_example_DATA = configs/crontab configs/nfilter.conf configs/report.cfg configs/reports.conf

# Start scripts and units; to be copied by the administrator.
SERVICES = flow-capture@.service flow-capture.env flow_capture.freebsd flow_capture.openbsd
EXTRA_DIST += $(SERVICES:%=configs/service/%)

# What programs look for in CONFDIR. A file that differs from ours, or a link, is the
# user's: ours is then installed beside it, with the suffix .new.
CONF_FILES = cfg/filter.cfg cfg/map.cfg cfg/mask.cfg cfg/stat.cfg cfg/tag.cfg cfg/xlate.cfg \
  sym/asn.sym sym/ip-prot.sym sym/ip-type.sym \
  sym/tag.sym sym/tcp-port.sym
EXTRA_DIST += $(CONF_FILES:%=configs/%) configs/sym/make-symbols

# The copies that are installed name the folders that were configured.
CONFIGURED = sed -e 's|/usr/local/netflow/share/flow-tools|$(exampledir)|' \
  -e 's|/usr/local/netflow/bin|$(bindir)|'

install-exec-hook:
	@$(CONFIGURED) '$(srcdir)/configs/reports.sh' > '$(DESTDIR)$(bindir)/reports.sh'

install-data-hook: install-conf
	@$(CONFIGURED) '$(srcdir)/configs/crontab' > '$(DESTDIR)$(exampledir)/crontab'
	@for f in $(SERVICES); do \
	  $(CONFIGURED) '$(srcdir)'/configs/service/$$f > '$(DESTDIR)$(exampledir)'/$$f || exit 1; \
	done

# The configuration alone.
.PHONY: install-conf
install-conf:
	@for f in $(CONF_FILES); do \
	  from='$(srcdir)'/configs/$$f; to='$(DESTDIR)$(confdir)'/$$f; \
	  $(MKDIR_P) "$${to%/*}" || exit 1; \
	  cmp -s "$$from" "$$to" && continue; \
	  if test -e "$$to" || test -L "$$to"; then \
	    echo "$$to is yours and stays as it is; the new one is $$to.new"; to=$$to.new; \
	  fi; \
	  $(INSTALL_DATA) "$$from" "$$to" || exit 1; \
	done

# Removes what is still as it was installed.
uninstall-hook:
	@for f in $(SERVICES); do rm -f '$(DESTDIR)$(exampledir)'/$$f; done
	@for f in $(CONF_FILES); do \
	  from='$(srcdir)'/configs/$$f; to='$(DESTDIR)$(confdir)'/$$f; rm -f "$$to.new"; \
	  if cmp -s "$$from" "$$to"; then rm -f "$$to"; fi; \
	done
