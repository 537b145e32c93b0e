/// Accounting's database: entities by Hibernate Reactive, sessions, leases and posting by one function call each.
@NullMarked
package dev.cortado.accounting.store;

import org.jspecify.annotations.NullMarked;
