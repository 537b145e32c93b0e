/// Looks at answers before they are delivered: by rules that come with a prompt profile, or by a check that the request
/// asks for.
@NullMarked
package dev.cortado.gateway.check;

import org.jspecify.annotations.NullMarked;
