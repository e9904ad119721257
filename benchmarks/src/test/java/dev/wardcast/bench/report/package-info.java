/** What figures look like to people. */
package dev.wardcast.bench.report;
