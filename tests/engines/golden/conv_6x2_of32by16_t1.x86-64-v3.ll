; ModuleID = "conv_6x2_of32by16_t1"
target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"

define external hidden void @"conv_6x2_of32by16_t1"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [17 x i64], align 16
  %".5" = alloca [6 x i64], align 16
  %".12" = alloca [388 x float], align 16
  %".33" = alloca i64
  %".37" = alloca i64
  %".39" = alloca i64
  %".41" = alloca i64
  %".43" = alloca i64
  %".48" = alloca i64
  %".53" = alloca i64
  %".185" = alloca i64
  %".198" = alloca i64
  %".210" = alloca <8 x float>
  %".212" = alloca <8 x float>
  %".214" = alloca <8 x float>
  %".216" = alloca <8 x float>
  %".218" = alloca <8 x float>
  %".220" = alloca <8 x float>
  %".222" = alloca <8 x float>
  %".224" = alloca <8 x float>
  %".226" = alloca <8 x float>
  %".228" = alloca <8 x float>
  %".230" = alloca <8 x float>
  %".232" = alloca <8 x float>
  %".235" = alloca [1 x i64], align 16
  %".236" = alloca i64
  %".241" = alloca i64
  %".246" = alloca i64
  %".250" = alloca i64
  %".271" = alloca i64
  br label %"body"
body:
  %".6" = getelementptr i64, ptr %".4", i64 0
  store i64 6, ptr %".6", align 8
  %".8" = getelementptr i64, ptr %".4", i64 1
  store i64 64, ptr %".8", align 8
  %".10" = getelementptr i64, ptr %".4", i64 4
  store i64 2, ptr %".10", align 8
  %".13" = ptrtoint ptr %".12" to i64
  %".14" = add i64 %".13", 31
  %".15" = and i64 %".14", -32
  %".16" = inttoptr i64 %".15" to ptr
  %".17" = getelementptr i64, ptr %".2", i64 0
  %".18" = load i64, ptr %".17"
  %".19" = getelementptr i64, ptr %".2", i64 13
  %".20" = load i64, ptr %".19"
  %".21" = getelementptr i64, ptr %".2", i64 14
  %".22" = load i64, ptr %".21"
  %".23" = getelementptr i64, ptr %".2", i64 8
  %".24" = load i64, ptr %".23"
  %".25" = getelementptr i64, ptr %".2", i64 10
  %".26" = load i64, ptr %".25"
  %".27" = mul i64 %".24", %".26"
  %".28" = getelementptr i64, ptr %".2", i64 12
  %".29" = load i64, ptr %".28"
  %".30" = mul i64 %".27", %".29"
  %".31" = add i64 %".30", 1
  %".32" = mul i64 %".31", 32
  store i64 0, ptr %".33"
  br label %"loop"
loop:
  %".36" = load i64, ptr %".33"
  store i64 0, ptr %".37"
  store i64 0, ptr %".39"
  store i64 0, ptr %".41"
  store i64 0, ptr %".43"
  %".45" = add i64 %".36", %".22"
  %".46" = icmp slt i64 %".45", %".20"
  %".47" = select  i1 %".46", i64 %".45", i64 %".20"
  store i64 0, ptr %".48"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".51" = load i64, ptr %".48"
  %".52" = sub i64 %".18", %".51"
  store i64 0, ptr %".53"
  br label %"loop.2"
after.1:
  %".507" = load i64, ptr %".33"
  %".508" = add i64 %".507", %".22"
  store i64 %".508", ptr %".33"
  %".510" = load i64, ptr %".33"
  %".511" = icmp slt i64 %".510", %".20"
  br i1 %".511", label %"loop", label %"after"
loop.2:
  %".56" = load i64, ptr %".53"
  %".57" = add i64 %".56", 0
  %".58" = getelementptr i64, ptr %".5", i64 %".57"
  %".59" = getelementptr ptr, ptr %".1", i64 0
  %".60" = load ptr, ptr %".59"
  %".61" = load i64, ptr %".37"
  %".62" = getelementptr float, ptr %".60", i64 %".61"
  store ptr %".62", ptr %".58"
  %".64" = mul i64 %".57", 2
  %".65" = getelementptr i64, ptr %".4", i64 %".64"
  %".66" = getelementptr i64, ptr %".65", i64 5
  %".67" = load i64, ptr %".39"
  store i64 %".67", ptr %".66", align 8
  %".69" = mul i64 %".57", 2
  %".70" = getelementptr i64, ptr %".4", i64 %".69"
  %".71" = getelementptr i64, ptr %".70", i64 6
  %".72" = load i64, ptr %".41"
  store i64 %".72", ptr %".71", align 8
  %".74" = add i64 %".57", 1
  %".75" = icmp sgt i64 %".52", %".74"
  br i1 %".75", label %"then", label %"after.3"
after.2:
  store i64 %".36", ptr %".185"
  br label %"loop.3"
then:
  %".77" = load i64, ptr %".37"
  %".78" = getelementptr i64, ptr %".2", i64 2
  %".79" = load i64, ptr %".78"
  %".80" = add i64 %".77", %".79"
  store i64 %".80", ptr %".37"
  %".82" = load i64, ptr %".39"
  %".83" = getelementptr i64, ptr %".2", i64 4
  %".84" = load i64, ptr %".83"
  %".85" = add i64 %".82", %".84"
  store i64 %".85", ptr %".39"
  %".87" = load i64, ptr %".41"
  %".88" = getelementptr i64, ptr %".2", i64 6
  %".89" = load i64, ptr %".88"
  %".90" = add i64 %".87", %".89"
  store i64 %".90", ptr %".41"
  %".92" = load i64, ptr %".43"
  %".93" = add i64 %".92", 1
  store i64 %".93", ptr %".43"
  %".95" = load i64, ptr %".43"
  %".96" = getelementptr i64, ptr %".2", i64 1
  %".97" = load i64, ptr %".96"
  %".98" = icmp eq i64 %".95", %".97"
  br i1 %".98", label %"then.1", label %"after.4"
after.3:
  %".118" = add i64 %".56", 1
  %".119" = getelementptr i64, ptr %".5", i64 %".118"
  %".120" = getelementptr ptr, ptr %".1", i64 0
  %".121" = load ptr, ptr %".120"
  %".122" = load i64, ptr %".37"
  %".123" = getelementptr float, ptr %".121", i64 %".122"
  store ptr %".123", ptr %".119"
  %".125" = mul i64 %".118", 2
  %".126" = getelementptr i64, ptr %".4", i64 %".125"
  %".127" = getelementptr i64, ptr %".126", i64 5
  %".128" = load i64, ptr %".39"
  store i64 %".128", ptr %".127", align 8
  %".130" = mul i64 %".118", 2
  %".131" = getelementptr i64, ptr %".4", i64 %".130"
  %".132" = getelementptr i64, ptr %".131", i64 6
  %".133" = load i64, ptr %".41"
  store i64 %".133", ptr %".132", align 8
  %".135" = add i64 %".118", 1
  %".136" = icmp sgt i64 %".52", %".135"
  br i1 %".136", label %"then.2", label %"after.5"
then.1:
  %".100" = load i64, ptr %".37"
  %".101" = getelementptr i64, ptr %".2", i64 3
  %".102" = load i64, ptr %".101"
  %".103" = add i64 %".100", %".102"
  store i64 %".103", ptr %".37"
  %".105" = load i64, ptr %".39"
  %".106" = getelementptr i64, ptr %".2", i64 5
  %".107" = load i64, ptr %".106"
  %".108" = add i64 %".105", %".107"
  store i64 %".108", ptr %".39"
  %".110" = load i64, ptr %".41"
  %".111" = getelementptr i64, ptr %".2", i64 7
  %".112" = load i64, ptr %".111"
  %".113" = add i64 %".110", %".112"
  store i64 %".113", ptr %".41"
  store i64 0, ptr %".43"
  br label %"after.4"
after.4:
  br label %"after.3"
then.2:
  %".138" = load i64, ptr %".37"
  %".139" = getelementptr i64, ptr %".2", i64 2
  %".140" = load i64, ptr %".139"
  %".141" = add i64 %".138", %".140"
  store i64 %".141", ptr %".37"
  %".143" = load i64, ptr %".39"
  %".144" = getelementptr i64, ptr %".2", i64 4
  %".145" = load i64, ptr %".144"
  %".146" = add i64 %".143", %".145"
  store i64 %".146", ptr %".39"
  %".148" = load i64, ptr %".41"
  %".149" = getelementptr i64, ptr %".2", i64 6
  %".150" = load i64, ptr %".149"
  %".151" = add i64 %".148", %".150"
  store i64 %".151", ptr %".41"
  %".153" = load i64, ptr %".43"
  %".154" = add i64 %".153", 1
  store i64 %".154", ptr %".43"
  %".156" = load i64, ptr %".43"
  %".157" = getelementptr i64, ptr %".2", i64 1
  %".158" = load i64, ptr %".157"
  %".159" = icmp eq i64 %".156", %".158"
  br i1 %".159", label %"then.3", label %"after.6"
after.5:
  %".179" = load i64, ptr %".53"
  %".180" = add i64 %".179", 2
  store i64 %".180", ptr %".53"
  %".182" = load i64, ptr %".53"
  %".183" = icmp slt i64 %".182", 6
  br i1 %".183", label %"loop.2", label %"after.2"
then.3:
  %".161" = load i64, ptr %".37"
  %".162" = getelementptr i64, ptr %".2", i64 3
  %".163" = load i64, ptr %".162"
  %".164" = add i64 %".161", %".163"
  store i64 %".164", ptr %".37"
  %".166" = load i64, ptr %".39"
  %".167" = getelementptr i64, ptr %".2", i64 5
  %".168" = load i64, ptr %".167"
  %".169" = add i64 %".166", %".168"
  store i64 %".169", ptr %".39"
  %".171" = load i64, ptr %".41"
  %".172" = getelementptr i64, ptr %".2", i64 7
  %".173" = load i64, ptr %".172"
  %".174" = add i64 %".171", %".173"
  store i64 %".174", ptr %".41"
  store i64 0, ptr %".43"
  br label %"after.6"
after.6:
  br label %"after.5"
loop.3:
  %".188" = load i64, ptr %".185"
  %".189" = add i64 %".188", 4
  %".190" = icmp slt i64 %".189", %".47"
  %".191" = select  i1 %".190", i64 %".189", i64 %".47"
  %".192" = add i64 %".188", 0
  %".193" = mul i64 %".192", 16
  %".194" = getelementptr i64, ptr %".2", i64 15
  %".195" = load i64, ptr %".194"
  %".196" = icmp slt i64 %".193", %".195"
  %".197" = select  i1 %".196", i64 %".193", i64 %".195"
  store i64 %".188", ptr %".198"
  br label %"loop.4"
after.7:
  %".501" = load i64, ptr %".48"
  %".502" = add i64 %".501", 6
  store i64 %".502", ptr %".48"
  %".504" = load i64, ptr %".48"
  %".505" = icmp slt i64 %".504", %".18"
  br i1 %".505", label %"loop.1", label %"after.1"
loop.4:
  %".201" = load i64, ptr %".198"
  %".202" = getelementptr ptr, ptr %".1", i64 1
  %".203" = load ptr, ptr %".202"
  %".204" = ashr i64 %".201", 1
  %".205" = mul i64 %".204", %".32"
  %".206" = and i64 %".201", 1
  %".207" = mul i64 %".206", 16
  %".208" = add i64 %".205", %".207"
  %".209" = getelementptr float, ptr %".203", i64 %".208"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".210"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".212"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".214"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".216"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".218"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".220"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".222"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".224"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".226"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".228"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".230"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".232"
  %".234" = getelementptr float, ptr %".209", i64 32
  store i64 0, ptr %".236"
  store ptr %".234", ptr %".235"
  %".239" = getelementptr i64, ptr %".2", i64 8
  %".240" = load i64, ptr %".239"
  store i64 0, ptr %".241"
  br label %"loop.5"
after.8:
  %".476" = sub i64 %".191", 1
  %".477" = add i64 %".476", 0
  %".478" = mul i64 %".477", 16
  %".479" = getelementptr i64, ptr %".2", i64 15
  %".480" = load i64, ptr %".479"
  %".481" = icmp slt i64 %".478", %".480"
  %".482" = select  i1 %".481", i64 %".478", i64 %".480"
  %".483" = sub i64 %".482", %".197"
  %".484" = getelementptr i64, ptr %".2", i64 16
  %".485" = load i64, ptr %".484"
  %".486" = add i64 %".483", %".485"
  %".487" = getelementptr i64, ptr %".4", i64 3
  store i64 %".197", ptr %".487", align 8
  %".489" = getelementptr i64, ptr %".4", i64 2
  store i64 %".486", ptr %".489", align 8
  %".491" = getelementptr ptr, ptr %".1", i64 -1
  %".492" = load void (ptr, ptr, ptr, ptr)*, ptr %".491"
  %".493" = getelementptr i64, ptr %".2", i64 17
  call void %".492"(ptr %".1", ptr %".493", ptr %".4", ptr %".16")
  %".495" = load i64, ptr %".185"
  %".496" = add i64 %".495", 4
  store i64 %".496", ptr %".185"
  %".498" = load i64, ptr %".185"
  %".499" = icmp slt i64 %".498", %".47"
  br i1 %".499", label %"loop.3", label %"after.7"
loop.5:
  %".244" = load i64, ptr %".241"
  %".245" = load i64, ptr %".236"
  store i64 %".245", ptr %".246"
  %".248" = getelementptr i64, ptr %".2", i64 10
  %".249" = load i64, ptr %".248"
  store i64 0, ptr %".250"
  br label %"loop.6"
after.9:
  %".370" = getelementptr float, ptr %".209", i64 0
  %".371" = load <8 x float>, ptr %".370", align 4
  %".372" = getelementptr float, ptr %".209", i64 8
  %".373" = load <8 x float>, ptr %".372", align 4
  %".374" = load <8 x float>, ptr %".210"
  %".375" = fadd <8 x float> %".374", %".371"
  %".376" = load <8 x float>, ptr %".212"
  %".377" = fadd <8 x float> %".376", %".373"
  %".378" = load <8 x float>, ptr %".214"
  %".379" = fadd <8 x float> %".378", %".371"
  %".380" = load <8 x float>, ptr %".216"
  %".381" = fadd <8 x float> %".380", %".373"
  %".382" = load <8 x float>, ptr %".218"
  %".383" = fadd <8 x float> %".382", %".371"
  %".384" = load <8 x float>, ptr %".220"
  %".385" = fadd <8 x float> %".384", %".373"
  %".386" = load <8 x float>, ptr %".222"
  %".387" = fadd <8 x float> %".386", %".371"
  %".388" = load <8 x float>, ptr %".224"
  %".389" = fadd <8 x float> %".388", %".373"
  %".390" = load <8 x float>, ptr %".226"
  %".391" = fadd <8 x float> %".390", %".371"
  %".392" = load <8 x float>, ptr %".228"
  %".393" = fadd <8 x float> %".392", %".373"
  %".394" = load <8 x float>, ptr %".230"
  %".395" = fadd <8 x float> %".394", %".371"
  %".396" = load <8 x float>, ptr %".232"
  %".397" = fadd <8 x float> %".396", %".373"
  %".398" = add i64 %".201", 0
  %".399" = mul i64 %".398", 16
  %".400" = getelementptr i64, ptr %".2", i64 15
  %".401" = load i64, ptr %".400"
  %".402" = icmp slt i64 %".399", %".401"
  %".403" = select  i1 %".402", i64 %".399", i64 %".401"
  %".404" = sub i64 %".403", %".197"
  %".405" = add i64 %".404", 0
  %".406" = add i64 %".405", 0
  %".407" = getelementptr float, ptr %".16", i64 %".406"
  store <8 x float> %".375", ptr %".407", align 4
  %".409" = sub i64 %".403", %".197"
  %".410" = add i64 %".409", 0
  %".411" = add i64 %".410", 64
  %".412" = getelementptr float, ptr %".16", i64 %".411"
  store <8 x float> %".379", ptr %".412", align 4
  %".414" = sub i64 %".403", %".197"
  %".415" = add i64 %".414", 0
  %".416" = add i64 %".415", 128
  %".417" = getelementptr float, ptr %".16", i64 %".416"
  store <8 x float> %".383", ptr %".417", align 4
  %".419" = sub i64 %".403", %".197"
  %".420" = add i64 %".419", 0
  %".421" = add i64 %".420", 192
  %".422" = getelementptr float, ptr %".16", i64 %".421"
  store <8 x float> %".387", ptr %".422", align 4
  %".424" = sub i64 %".403", %".197"
  %".425" = add i64 %".424", 0
  %".426" = add i64 %".425", 256
  %".427" = getelementptr float, ptr %".16", i64 %".426"
  store <8 x float> %".391", ptr %".427", align 4
  %".429" = sub i64 %".403", %".197"
  %".430" = add i64 %".429", 0
  %".431" = add i64 %".430", 320
  %".432" = getelementptr float, ptr %".16", i64 %".431"
  store <8 x float> %".395", ptr %".432", align 4
  %".434" = add i64 %".201", 0
  %".435" = mul i64 %".434", 16
  %".436" = getelementptr i64, ptr %".2", i64 15
  %".437" = load i64, ptr %".436"
  %".438" = icmp slt i64 %".435", %".437"
  %".439" = select  i1 %".438", i64 %".435", i64 %".437"
  %".440" = sub i64 %".439", %".197"
  %".441" = add i64 %".440", 8
  %".442" = add i64 %".441", 0
  %".443" = getelementptr float, ptr %".16", i64 %".442"
  store <8 x float> %".377", ptr %".443", align 4
  %".445" = sub i64 %".439", %".197"
  %".446" = add i64 %".445", 8
  %".447" = add i64 %".446", 64
  %".448" = getelementptr float, ptr %".16", i64 %".447"
  store <8 x float> %".381", ptr %".448", align 4
  %".450" = sub i64 %".439", %".197"
  %".451" = add i64 %".450", 8
  %".452" = add i64 %".451", 128
  %".453" = getelementptr float, ptr %".16", i64 %".452"
  store <8 x float> %".385", ptr %".453", align 4
  %".455" = sub i64 %".439", %".197"
  %".456" = add i64 %".455", 8
  %".457" = add i64 %".456", 192
  %".458" = getelementptr float, ptr %".16", i64 %".457"
  store <8 x float> %".389", ptr %".458", align 4
  %".460" = sub i64 %".439", %".197"
  %".461" = add i64 %".460", 8
  %".462" = add i64 %".461", 256
  %".463" = getelementptr float, ptr %".16", i64 %".462"
  store <8 x float> %".393", ptr %".463", align 4
  %".465" = sub i64 %".439", %".197"
  %".466" = add i64 %".465", 8
  %".467" = add i64 %".466", 320
  %".468" = getelementptr float, ptr %".16", i64 %".467"
  store <8 x float> %".397", ptr %".468", align 4
  %".470" = load i64, ptr %".198"
  %".471" = add i64 %".470", 1
  store i64 %".471", ptr %".198"
  %".473" = load i64, ptr %".198"
  %".474" = icmp slt i64 %".473", %".191"
  br i1 %".474", label %"loop.4", label %"after.8"
loop.6:
  %".253" = load i64, ptr %".250"
  %".254" = getelementptr i64, ptr %".5", i64 0
  %".255" = load ptr, ptr %".254"
  %".256" = getelementptr i64, ptr %".5", i64 1
  %".257" = load ptr, ptr %".256"
  %".258" = getelementptr i64, ptr %".5", i64 2
  %".259" = load ptr, ptr %".258"
  %".260" = getelementptr i64, ptr %".5", i64 3
  %".261" = load ptr, ptr %".260"
  %".262" = getelementptr i64, ptr %".5", i64 4
  %".263" = load ptr, ptr %".262"
  %".264" = getelementptr i64, ptr %".5", i64 5
  %".265" = load ptr, ptr %".264"
  %".266" = load i64, ptr %".246"
  %".267" = load i64, ptr %".246"
  %".268" = getelementptr i64, ptr %".2", i64 12
  %".269" = load i64, ptr %".268"
  %".270" = add i64 %".267", %".269"
  store i64 %".266", ptr %".271"
  br label %"loop.7"
after.10:
  %".359" = load i64, ptr %".236"
  %".360" = getelementptr i64, ptr %".2", i64 9
  %".361" = load i64, ptr %".360"
  %".362" = add i64 %".359", %".361"
  store i64 %".362", ptr %".236"
  %".364" = load i64, ptr %".241"
  %".365" = add i64 %".364", 1
  store i64 %".365", ptr %".241"
  %".367" = load i64, ptr %".241"
  %".368" = icmp slt i64 %".367", %".240"
  br i1 %".368", label %"loop.5", label %"after.9"
loop.7:
  %".274" = load i64, ptr %".271"
  %".275" = getelementptr float, ptr %".255", i64 %".274"
  %".276" = getelementptr float, ptr %".257", i64 %".274"
  %".277" = getelementptr float, ptr %".259", i64 %".274"
  %".278" = getelementptr float, ptr %".261", i64 %".274"
  %".279" = getelementptr float, ptr %".263", i64 %".274"
  %".280" = getelementptr float, ptr %".265", i64 %".274"
  %".281" = load ptr, ptr %".235"
  %".282" = getelementptr float, ptr %".281", i64 0
  %".283" = load <8 x float>, ptr %".282", align 4
  %".284" = getelementptr float, ptr %".281", i64 8
  %".285" = load <8 x float>, ptr %".284", align 4
  %".286" = load float, ptr %".275", align 4
  %".287" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".286", i32 0
  %".288" = shufflevector <8 x float> %".287", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".289" = load <8 x float>, ptr %".210"
  %".290" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".288", <8 x float> %".283", <8 x float> %".289")
  store <8 x float> %".290", ptr %".210"
  %".292" = load <8 x float>, ptr %".212"
  %".293" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".288", <8 x float> %".285", <8 x float> %".292")
  store <8 x float> %".293", ptr %".212"
  %".295" = load float, ptr %".276", align 4
  %".296" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".295", i32 0
  %".297" = shufflevector <8 x float> %".296", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".298" = load <8 x float>, ptr %".214"
  %".299" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".297", <8 x float> %".283", <8 x float> %".298")
  store <8 x float> %".299", ptr %".214"
  %".301" = load <8 x float>, ptr %".216"
  %".302" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".297", <8 x float> %".285", <8 x float> %".301")
  store <8 x float> %".302", ptr %".216"
  %".304" = load float, ptr %".277", align 4
  %".305" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".304", i32 0
  %".306" = shufflevector <8 x float> %".305", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".307" = load <8 x float>, ptr %".218"
  %".308" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".306", <8 x float> %".283", <8 x float> %".307")
  store <8 x float> %".308", ptr %".218"
  %".310" = load <8 x float>, ptr %".220"
  %".311" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".306", <8 x float> %".285", <8 x float> %".310")
  store <8 x float> %".311", ptr %".220"
  %".313" = load float, ptr %".278", align 4
  %".314" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".313", i32 0
  %".315" = shufflevector <8 x float> %".314", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".316" = load <8 x float>, ptr %".222"
  %".317" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".315", <8 x float> %".283", <8 x float> %".316")
  store <8 x float> %".317", ptr %".222"
  %".319" = load <8 x float>, ptr %".224"
  %".320" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".315", <8 x float> %".285", <8 x float> %".319")
  store <8 x float> %".320", ptr %".224"
  %".322" = load float, ptr %".279", align 4
  %".323" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".322", i32 0
  %".324" = shufflevector <8 x float> %".323", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".325" = load <8 x float>, ptr %".226"
  %".326" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".324", <8 x float> %".283", <8 x float> %".325")
  store <8 x float> %".326", ptr %".226"
  %".328" = load <8 x float>, ptr %".228"
  %".329" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".324", <8 x float> %".285", <8 x float> %".328")
  store <8 x float> %".329", ptr %".228"
  %".331" = load float, ptr %".280", align 4
  %".332" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".331", i32 0
  %".333" = shufflevector <8 x float> %".332", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".334" = load <8 x float>, ptr %".230"
  %".335" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".333", <8 x float> %".283", <8 x float> %".334")
  store <8 x float> %".335", ptr %".230"
  %".337" = load <8 x float>, ptr %".232"
  %".338" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".333", <8 x float> %".285", <8 x float> %".337")
  store <8 x float> %".338", ptr %".232"
  %".340" = getelementptr float, ptr %".281", i64 32
  store ptr %".340", ptr %".235"
  %".342" = load i64, ptr %".271"
  %".343" = add i64 %".342", 1
  store i64 %".343", ptr %".271"
  %".345" = load i64, ptr %".271"
  %".346" = icmp slt i64 %".345", %".270"
  br i1 %".346", label %"loop.7", label %"after.11"
after.11:
  %".348" = load i64, ptr %".246"
  %".349" = getelementptr i64, ptr %".2", i64 11
  %".350" = load i64, ptr %".349"
  %".351" = add i64 %".348", %".350"
  store i64 %".351", ptr %".246"
  %".353" = load i64, ptr %".250"
  %".354" = add i64 %".353", 1
  store i64 %".354", ptr %".250"
  %".356" = load i64, ptr %".250"
  %".357" = icmp slt i64 %".356", %".249"
  br i1 %".357", label %"loop.6", label %"after.10"
}

declare <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".1", <8 x float> %".2", <8 x float> %".3")

