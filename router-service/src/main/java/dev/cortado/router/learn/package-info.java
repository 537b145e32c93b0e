/// Learning from ratings: corrections of predicted utility, exploration, judging a policy before it is used, and the
/// alarm when predictions stop fitting.
@NullMarked
package dev.cortado.router.learn;

import org.jspecify.annotations.NullMarked;
