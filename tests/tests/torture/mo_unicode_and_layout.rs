use std::sync::atomic::{AtomicU32,Ordering::*};static Ä:AtomicU32=AtomicU32::new(1);static mut ñ:u32=1;struct 構造{値:*mut u32,数:AtomicU32}
#[datarace::check] impl 構造{fn 加える(&self,x:u32)->u32{unsafe{*self.値+=x;*self.値+self.数.fetch_add(x,AcqRel)}}}
#[allow(non_upper_case_globals)] static mut straße : [ u32 ; 2 ] = [ 1 , 2 ] ;
#[datarace::check] fn	tabs	( )	->	u32	{	unsafe	{	ñ	+=	1	;	ñ	}	}
#[datarace::check] fn comments(/* a */p/* b */:/* c */*mut u32/* d */)/* e */->/* f */u32{unsafe/* g */{/* h */*/* i */p/* j */+=/* k */1/* l */;/* m */(/* n */*/* o */p/* p */)/* q */}}
#[datarace::check] fn
multi
(
)
->
u32
{
unsafe
{
straße
[
0
]
+=
Ä
.
load
(
Acquire
)
;
straße
[
0
]
}
}
#[datarace::check] pub fn run()->String{let mut 変数=5;let s=構造{値:&mut 変数,数:AtomicU32::new(2)};let _日本="日本語";let r=format!("{} {} {} {} {}",s.加える(1),tabs(),comments(&mut 3),multi(),Ä.load(Relaxed));/* end */r}
