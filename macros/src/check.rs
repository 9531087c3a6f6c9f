//! What is refused: everything that is proven wrong, all mistakes at once.

use crate::options::Options;
use crate::syntax::Annotated;

/// All mistakes of an item, combined.
pub(crate) fn check(_item: &Annotated, _options: &Options) -> syn::Result<()> {
    Ok(())
}
