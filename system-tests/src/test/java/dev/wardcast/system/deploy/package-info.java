/** What is shipped for operators: the chart, nginx, metrics and their alert rules, backups. */
@NullMarked
package dev.wardcast.system.deploy;

import org.jspecify.annotations.NullMarked;
