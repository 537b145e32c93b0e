/// Another policy on trial: what it would have brought, judged from the log before it serves anything.
@NullMarked
package dev.cortado.router.trial;

import org.jspecify.annotations.NullMarked;
