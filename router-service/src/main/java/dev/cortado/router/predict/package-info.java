/// What an answer will be worth: the utility of each variant, predicted from a prompt's features.
@NullMarked
package dev.cortado.router.predict;

import org.jspecify.annotations.NullMarked;
